"""The commands of the terminal, one small module for each kind of work. Libraries are loaded when a command runs."""
