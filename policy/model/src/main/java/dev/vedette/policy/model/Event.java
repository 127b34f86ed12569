package dev.vedette.policy.model;

/** Something a task did, as the kernel saw it. */
public sealed interface Event extends Fact
        permits ProcessExecuted,
                ProcessExited,
                FileOpened,
                FileSystemMounted,
                NamespaceChanged,
                SocketActivity,
                CredentialsChanged,
                KernelModuleLoaded,
                BpfUsed,
                CgroupChanged,
                FileChanged,
                NameResolved,
                ProcessAccessed,
                SignalSent,
                CapabilityUsed,
                KeyUsed,
                MemoryProtected,
                KernelSurfaceReached,
                DataTransferred,
                TaskRenamed,
                OutOfMemoryKilled,
                FilesDestroyed,
                CodeFetched {
    EventContext context();

    default ProcessInfo process() {
        return context().process();
    }

    @Override
    default Container container() {
        return context().container();
    }

    @Override
    default long epochNanos() {
        return context().epochNanos();
    }

    @Override
    default Origin origin() {
        return context().origin();
    }

    default LifePhase phase() {
        return context().phase();
    }

    default Entry entry() {
        return context().entry();
    }

    default Enforcement enforcement() {
        return context().enforcement();
    }

    /** Whether it was refused, and so did not happen. */
    default boolean denied() {
        return enforcement() == Enforcement.DENIED;
    }

    /** Whether a program of a container, and not the runtime preparing it, did this. */
    default boolean inRunningContainer() {
        return phase() == LifePhase.RUNNING;
    }
}
