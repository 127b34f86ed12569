package dev.vedette.probes.deny;

/** What can be refused. */
public enum DenyAction {
    EXEC(0),
    /** Opening a file in any way. */
    OPEN(1),
    /** Opening a file for writing, or changing it without opening it. */
    WRITE(2),
    MOUNT(3),
    CONNECT(4),
    PTRACE(5),
    MODULE(6),
    BPF(7),
    DEVICE(8),
    SYSCTL(9);

    private final int number;

    DenyAction(int number) {
        this.number = number;
    }

    /** {@code enum deny_action} of the programs. */
    int number() {
        return number;
    }

    int bit() {
        return 1 << number;
    }
}
