import Testing

/// Tests on a real terminal device. One after the other, as a process has one ncurses.
@Suite(.serialized) struct RealTerminalTests {}
