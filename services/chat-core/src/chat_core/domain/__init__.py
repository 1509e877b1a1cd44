"""What a command does to a thread. Pure: no I/O, no clock, no framework."""
