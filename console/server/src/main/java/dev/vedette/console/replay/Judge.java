package dev.vedette.console.replay;

import java.nio.file.Path;

/** Judges a recording. The console has no rules and no way of an event of its own: who starts it gives them to it. */
public interface Judge {
    /**
     * Judges by the one and by the other; nothing is done but that.
     *
     * @throws UnjudgeableException if the recording or the policies can't be read
     * @throws InterruptedException if the thread was interrupted; it gives up soon then
     */
    Judgement judge(Path recording, ChosenPolicies before, ChosenPolicies after)
            throws UnjudgeableException, InterruptedException;
}
