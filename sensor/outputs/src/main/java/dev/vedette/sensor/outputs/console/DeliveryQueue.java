package dev.vedette.sensor.outputs.console;

import dev.vedette.policy.feed.wire.Delivery;
import dev.vedette.policy.feed.wire.NodeMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What is to be delivered and not acknowledged yet, in order. Thread-safe.
 *
 * <p>Guarantee: an entry stays until it is acknowledged or, when the queue is full, until it is the oldest and a newer
 * one needs its place. {@link #rewind()} makes all of them due again.
 */
final class DeliveryQueue {
    private final Deque<NodeMessage> entries = new ArrayDeque<>();
    private final int capacity;
    private long lastSequence;
    private long sentUpTo;

    DeliveryQueue(int capacity) {
        this.capacity = capacity;
    }

    /** What kind of thing is delivered. */
    enum Kind {
        FINDING,
        OUTCOME
    }

    /** Appends; true if the oldest had to go for it. */
    synchronized boolean add(Kind kind, Delivery.Builder delivery) {
        Delivery numbered = delivery.setSequence(++lastSequence).build();
        NodeMessage.Builder message = NodeMessage.newBuilder();
        entries.addLast(
                kind == Kind.FINDING
                        ? message.setFinding(numbered).build()
                        : message.setOutcome(numbered).build());
        if (entries.size() > capacity) {
            entries.removeFirst();
            return true;
        }
        return false;
    }

    /** The next ones that were not sent over this connection, at most {@code limit}; counts them as sent. */
    synchronized List<NodeMessage> due(int limit) {
        List<NodeMessage> due = new ArrayList<>();
        if (nothingDue()) {
            return due;
        }
        for (Iterator<NodeMessage> at = entries.iterator(); at.hasNext() && due.size() < limit; ) {
            NodeMessage message = at.next();
            if (sequence(message) > sentUpTo) {
                due.add(message);
            }
        }
        lastOf(due).ifPresent(message -> sentUpTo = sequence(message));
        return due;
    }

    synchronized boolean nothingDue() {
        return entries.isEmpty() || sentUpTo == lastSequence;
    }

    /** Forgets everything up to {@code sequence}; the number of entries forgotten. */
    synchronized int acknowledged(long sequence) {
        int count = 0;
        while (!entries.isEmpty() && sequence(entries.getFirst()) <= sequence) {
            entries.removeFirst();
            count++;
        }
        return count;
    }

    synchronized void rewind() {
        sentUpTo = 0;
    }

    synchronized int size() {
        return entries.size();
    }

    private static Optional<NodeMessage> lastOf(List<NodeMessage> messages) {
        return messages.isEmpty() ? Optional.empty() : Optional.of(messages.getLast());
    }

    private static long sequence(NodeMessage message) {
        return message.hasFinding()
                ? message.getFinding().getSequence()
                : message.getOutcome().getSequence();
    }
}
