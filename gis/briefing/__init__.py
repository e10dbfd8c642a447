"""What leaves the building: files that say exactly what the screen says, with small counts suppressed."""
