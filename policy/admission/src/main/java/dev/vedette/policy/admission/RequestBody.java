package dev.vedette.policy.admission;

import dev.vedette.policy.admission.review.Deadline;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;

/**
 * Reads what is sent, bounded in size and, so that slow senders do not keep others from being heard, in time. What is too
 * large is read to its end and dropped, as whoever still sends when the connection closes never hears why.
 */
final class RequestBody {
    private static final int AT_ONCE = 64 << 10;
    /** Far more than an API server sends, whose requests end at 3 MiB. Source: k8s.io/apiserver, server/config.go. */
    private static final long MOST_DROPPED = 16 << 20;

    private RequestBody() {}

    /**
     * @param announced how many bytes are said to come, less than 0 if nothing is said
     * @throws RefusedRequestException if it is larger than {@code most} bytes, or does not come in time
     */
    static byte[] read(InputStream in, long announced, int most, Deadline until)
            throws IOException, RefusedRequestException {
        long mostTaken = most + MOST_DROPPED;
        if (announced > mostTaken) {
            throw tooLarge(most);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[AT_ONCE];
        boolean fits = announced <= most;
        long taken = 0;
        for (int read = next(in, piece); read >= 0 && taken < mostTaken; read = next(in, piece)) {
            taken += read;
            fits = fits && taken <= most;
            if (fits) {
                body.write(piece, 0, read);
            }
            if (until.hasPassed()) {
                throw fits ? tooSlow() : tooLarge(most);
            }
        }
        if (!fits) {
            throw tooLarge(most);
        }
        return body.toByteArray();
    }

    /** The server waits for more as long as {@link TlsConnector} lets it, which it says by the cause. */
    private static int next(InputStream in, byte[] piece) throws IOException, RefusedRequestException {
        try {
            return in.read(piece);
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw tooSlow();
            }
            throw e;
        }
    }

    private static RefusedRequestException tooSlow() {
        return new RefusedRequestException(HttpStatus.REQUEST_TIMEOUT, "the review came too slowly");
    }

    private static RefusedRequestException tooLarge(int most) {
        return new RefusedRequestException(
                HttpStatus.CONTENT_TOO_LARGE, "the review is larger than " + most + " bytes");
    }
}
