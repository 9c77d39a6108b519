"""Journal of a show: the file, its lock, its mode and its archive."""
