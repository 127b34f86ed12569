package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One program of an object; valid until the object is closed. Not thread-safe. */
public final class BpfProgram {
    /** struct bpf_test_run_opts, bpf/bpf.h of libbpf 1.1; its first field is its own size. */
    private static final MemoryLayout RUN_OPTIONS = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("sz"),
            ValueLayout.ADDRESS.withName("data_in"),
            ValueLayout.ADDRESS.withName("data_out"),
            ValueLayout.JAVA_INT.withName("data_size_in"),
            ValueLayout.JAVA_INT.withName("data_size_out"),
            ValueLayout.ADDRESS.withName("ctx_in"),
            ValueLayout.ADDRESS.withName("ctx_out"),
            ValueLayout.JAVA_INT.withName("ctx_size_in"),
            ValueLayout.JAVA_INT.withName("ctx_size_out"),
            ValueLayout.JAVA_INT.withName("retval"),
            ValueLayout.JAVA_INT.withName("repeat"),
            ValueLayout.JAVA_INT.withName("duration"),
            ValueLayout.JAVA_INT.withName("flags"),
            ValueLayout.JAVA_INT.withName("cpu"),
            ValueLayout.JAVA_INT.withName("batch_size"));

    private static final long CONTEXT = offset("ctx_in");
    private static final long CONTEXT_SIZE = offset("ctx_size_in");
    private static final long CPU = offset("cpu");
    private static final long FLAGS = offset("flags");
    /** BPF_F_TEST_RUN_ON_CPU, linux/bpf.h. */
    private static final int RUN_ON_CPU = 1;

    private static final long RESULT = offset("retval");

    private final Libbpf libbpf;
    private final MemorySegment program;

    BpfProgram(Libbpf libbpf, MemorySegment program) {
        this.libbpf = libbpf;
        this.program = program;
    }

    public String name() {
        return Libbpf.text(libbpf.programName.pointer(program).pointer());
    }

    /** The ELF section, which names the hook: {@code tp_btf/sched_process_exec}. */
    public String section() {
        return Libbpf.text(libbpf.programSection.pointer(program).pointer());
    }

    /**
     * Whether loading the object loads this program; as long as nobody chose otherwise this is false for a section that
     * begins with a question mark, which marks a hook that a kernel may lack.
     */
    public boolean autoload() {
        return libbpf.autoload.truth(program);
    }

    /** Whether loading the object loads this program; call before the object is loaded. */
    public void setAutoload(boolean autoload) throws BpfException {
        libbpf.checked(libbpf.setAutoload.integer(program, autoload), "Choosing program " + name());
    }

    /** The program's descriptor, once it is loaded. */
    public int fd() throws BpfException {
        return libbpf.checked(libbpf.programFd.integer(program), "Descriptor of program " + name());
    }

    boolean isLoaded() {
        return libbpf.programFd.integer(program) >= 0;
    }

    /** Lets the program run at the hook its section names. */
    public BpfLink attach() throws BpfException {
        return new BpfLink(libbpf, libbpf.checked(libbpf.attach.pointer(program), "Attaching program " + name()));
    }

    /**
     * Lets a program of a section {@code cgroup...} run for everything in this control group and below it.
     *
     * @param cgroupFd the group's directory, opened; stays the caller's
     */
    public BpfLink attachTo(int cgroupFd) throws BpfException {
        return new BpfLink(
                libbpf, libbpf.checked(libbpf.attachCgroup.pointer(program, cgroupFd), "Attaching program " + name()));
    }

    /**
     * Runs a program of section {@code syscall} once with this context and answers what it returned.
     *
     * @param context the bytes the program gets as its context
     */
    public int run(byte[] context) throws BpfException {
        return run(context, 0, 0);
    }

    /** Runs a program of section {@code raw_tp} once on this CPU with these arguments, each of 8 bytes. */
    public int runOnCpu(int cpu, byte[] arguments) throws BpfException {
        return run(arguments, cpu, RUN_ON_CPU);
    }

    private int run(byte[] context, int cpu, int flags) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = arena.allocate(RUN_OPTIONS);
            options.set(ValueLayout.JAVA_LONG, 0, RUN_OPTIONS.byteSize());
            options.set(ValueLayout.ADDRESS, CONTEXT, arena.allocateFrom(ValueLayout.JAVA_BYTE, context));
            options.set(ValueLayout.JAVA_INT, CONTEXT_SIZE, context.length);
            options.set(ValueLayout.JAVA_INT, CPU, cpu);
            options.set(ValueLayout.JAVA_INT, FLAGS, flags);
            libbpf.checked(libbpf.testRun.integer(fd(), options), "Running program " + name());
            return options.get(ValueLayout.JAVA_INT, RESULT);
        }
    }

    private static long offset(String field) {
        return RUN_OPTIONS.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }
}
