"""What an annotation is: frozen values and pure rules, without input, output or Qt."""
