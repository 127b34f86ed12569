package dev.vedette.probes.record;

/**
 * A mount was made, moved or changed, or that was tried: see {@code result}.
 *
 * @param api 0: mount(2); 1: the descriptor calls (fsmount, move_mount, open_tree)
 * @param type,source,target,options the call's arguments, untrusted, bounded; with the descriptor calls type and source
 *     are the kernel's own, and so is target where move_mount names its source by a descriptor. Of fsconfig only
 *     {@code release_agent=} is told
 * @param flags MS_* of mount(2)
 * @param superMagic of the new mount where it is known, else 0
 * @param result the call's return value
 */
public record MountRecord(
        RecordHeader header,
        int api,
        String type,
        String source,
        String target,
        String options,
        long flags,
        long superMagic,
        long result)
        implements KernelRecord {}
