package dev.vedette.policy.admission;

import dev.vedette.policy.admission.review.Deadline;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads what is sent, bounded in size and, so that slow senders do not keep others from being heard, in time. */
final class RequestBody {
    private static final int AT_ONCE = 64 << 10;

    private RequestBody() {}

    /**
     * @param announced how many bytes are said to come, less than 0 if nothing is said
     * @throws RefusedRequestException if it is larger than {@code most} bytes, or does not come in time
     */
    static byte[] read(InputStream in, long announced, int most, Deadline until)
            throws IOException, RefusedRequestException {
        demandAtMost(most, announced);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[AT_ONCE];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            body.write(piece, 0, read);
            demandAtMost(most, body.size());
            if (until.hasPassed()) {
                throw new RefusedRequestException(HttpStatus.REQUEST_TIMEOUT, "the review came too slowly");
            }
        }
        return body.toByteArray();
    }

    private static void demandAtMost(int most, long bytes) throws RefusedRequestException {
        if (bytes > most) {
            throw new RefusedRequestException(
                    HttpStatus.CONTENT_TOO_LARGE, "the review is larger than " + most + " bytes");
        }
    }
}
