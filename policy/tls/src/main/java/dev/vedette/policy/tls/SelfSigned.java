package dev.vedette.policy.tls;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The identity a server makes itself and keeps, so that whoever once trusted it still does after a restart.
 *
 * <p>Guarantees: the same identity as long as its files are usable and its end is more than {@link #RENEW_BEFORE} away;
 * then a new one in its place. Names are those of its making: remove the files to have others. Not thread-safe.
 */
public final class SelfSigned {
    /** Browsers distrust what is valid for longer. */
    static final Duration LIFE = Duration.ofDays(397);

    static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final PemFiles files;
    private final List<String> names;
    private final Clock clock;

    /**
     * @param files where it is kept; folders are made if absent
     * @param names DNS names and IP addresses that the server is reached under, the first being the certificate's subject;
     *     not empty
     */
    public SelfSigned(PemFiles files, List<String> names, Clock clock) {
        this.files = files;
        this.names = List.copyOf(names);
        this.clock = clock;
        if (this.names.isEmpty()) {
            throw new IllegalArgumentException("names is empty");
        }
    }

    /**
     * The kept identity, or a new one where there is none, it cannot be used, or it ends soon.
     *
     * @throws UnusableIdentityException if a new one cannot be kept
     */
    public Identity identity() throws UnusableIdentityException {
        if (files.exist()) {
            try {
                Identity kept = files.read();
                if (lasts(kept)) {
                    return kept;
                }
            } catch (UnusableIdentityException e) {
                System.getLogger(SelfSigned.class.getName())
                        .log(System.Logger.Level.WARNING, e.getMessage() + " (a new one is made)");
            }
        }
        return renew();
    }

    private boolean lasts(Identity kept) {
        return kept.chain()
                .getFirst()
                .getNotAfter()
                .toInstant()
                .isAfter(clock.instant().plus(RENEW_BEFORE));
    }

    private Identity renew() throws UnusableIdentityException {
        Identity made = Certificates.newIdentity(names, clock.instant(), LIFE);
        try {
            files.write(made);
            return made;
        } catch (IOException e) {
            throw new UnusableIdentityException(
                    "a certificate cannot be kept at " + files.certificates() + " (" + e
                            + "): name a folder that can be written, or give a certificate",
                    e);
        }
    }
}
