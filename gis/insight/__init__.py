"""Pure answers: frames in, frames and figures out. Nothing here opens a file, reads a clock or draws a widget."""
