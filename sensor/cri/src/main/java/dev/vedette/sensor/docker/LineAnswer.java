package dev.vedette.sensor.docker;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * An answer that goes on, in lines.
 *
 * <p>No more is read from the socket than one read's worth until that is consumed, so that memory is bounded by it and
 * by the longest line, whoever sends however fast.
 */
final class LineAnswer extends SimpleChannelInboundHandler<HttpObject> {
    private static final int LONGEST_LINE = 1 << 20;

    /** A piece of the stream; both null for its regular end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and not copied for the asking
    private record Piece(byte[] bytes, Throwable failure) {}

    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Completes with the status, or with what went wrong before it. */
    CompletableFuture<Integer> status() {
        return status;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            fail(part.decoderResult().cause());
            return;
        }
        if (part instanceof HttpResponse response) {
            status.complete(response.status().code());
        }
        if (part instanceof HttpContent content && content.content().isReadable()) {
            pieces.add(new Piece(ByteBufUtil.getBytes(content.content()), null));
        }
        if (part instanceof LastHttpContent) {
            pieces.add(new Piece(null, null));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (pieces.isEmpty()) { // a part of the head only: nobody will consume anything and so ask for more
            context.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        status.completeExceptionally(new EOFException("it hung up before it answered"));
        pieces.add(new Piece(null, null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
        var unused = context.close();
    }

    private void fail(Throwable cause) {
        status.completeExceptionally(cause);
        pieces.add(new Piece(null, cause));
    }

    /** Until the stream ends; a broken one is an {@link ExecutionException}. */
    void deliver(Channel channel, Consumer<String> onLine) throws InterruptedException, ExecutionException {
        while (true) {
            Piece piece = pieces.take();
            if (piece.failure() != null) {
                throw new ExecutionException(piece.failure());
            }
            if (piece.bytes() == null) {
                return;
            }
            split(piece.bytes(), onLine);
            if (pieces.isEmpty()) {
                channel.read();
            }
        }
    }

    private void split(byte[] bytes, Consumer<String> onLine) throws ExecutionException {
        for (byte b : bytes) {
            if (b == '\n') {
                onLine.accept(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (line.size() < LONGEST_LINE) {
                line.write(b);
            } else {
                throw new ExecutionException(new IOException("a line of more than " + LONGEST_LINE + " bytes"));
            }
        }
    }
}
