"""The scheme, its JSON form, its changes, its guidelines and colours."""
