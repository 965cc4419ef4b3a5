"""The annotation model: frozen values and pure rules, without input, output or Qt."""
