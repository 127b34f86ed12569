package dev.vedette.probes.devices;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * What programs together let a control group do with devices, in the words in which the kernel lists it for a group of
 * version 1 (security/device_cgroup.c): {@code b 8:* rm}.
 *
 * <p>A program says nothing of itself, but it is asked like the kernel asks it: first for a device of which it knows
 * nothing, which is what it does with all others, then for each number that it compared anything with. So all is found
 * that programs decide by equal numbers, which is what runtimes write. Where a program tells numbers apart by their order,
 * its bounds and the devices of the node are looked at.
 */
public final class DeviceLeave {
    private static final String ALL = "*";
    /** A device number is 12 and 20 bits of the kernel's dev_t: MINORBITS, linux/kdev_t.h. */
    private static final int LAST_MAJOR = (1 << 12) - 1;

    private static final int LAST_MINOR = (1 << 20) - 1;
    /** A runtime's own dozen of rules takes some thousand. */
    private static final int MOST_RUNS = 50_000;

    private final List<DeviceProgram> programs;
    private int runs;

    private DeviceLeave(List<DeviceProgram> programs) {
        this.programs = List.copyOf(programs);
    }

    /**
     * What all of the programs allow: that is what the kernel allows.
     *
     * @param programs the instructions of each, in this machine's order; without any, everything is allowed
     * @param devices of the node, as {@code b 8:0}, which are asked for in any case
     */
    public static Set<String> of(List<ByteBuffer> programs, Collection<String> devices) throws NotUnderstoodException {
        DeviceLeave leave =
                new DeviceLeave(programs.stream().map(DeviceProgram::of).toList());
        Set<String> rules = new TreeSet<>();
        for (boolean block : new boolean[] {true, false}) {
            leave.collect(block, devices, rules);
        }
        return rules;
    }

    private void collect(boolean block, Collection<String> devices, Set<String> rules) throws NotUnderstoodException {
        Numbers majors = new Numbers(LAST_MAJOR);
        Numbers minors = new Numbers(LAST_MINOR);
        LongConsumer both = number -> {
            majors.compared(number);
            minors.compared(number);
        };
        int others = settle(block, majors, minors, both);
        add(rules, block, ALL, ALL, others);
        int otherMajor = majors.another();
        String type = type(block) + " ";
        devices.stream().filter(name -> name.startsWith(type)).forEach(name -> majors.add(major(name)));
        // What a program compares a minor number with while it knows nothing of the major one, if it does.
        Map<Integer, Integer> ofAny = new HashMap<>();
        for (int minor : minors.all()) {
            int any = allowed(block, otherMajor, minor, number -> {});
            add(rules, block, ALL, Integer.toString(minor), any & ~others);
            ofAny.put(minor, any);
        }
        for (int major : majors.all()) {
            ofMajor(block, major, others, ofAny, devices, rules);
        }
    }

    /**
     * Asks for what no program knows; what it is compared with meanwhile are the numbers that they do know. Twice, since
     * the first number that is thought of may be one of them.
     */
    private int settle(boolean block, Numbers majors, Numbers minors, LongConsumer both) throws NotUnderstoodException {
        int before;
        int allowed;
        do {
            before = majors.size() + minors.size();
            allowed = allowed(block, majors.another(), minors.another(), both);
            allowed &= allowed(block, majors.another(), minors.another(), both);
        } while (majors.size() + minors.size() != before);
        return allowed;
    }

    private void ofMajor(
            boolean block,
            int major,
            int others,
            Map<Integer, Integer> ofAny,
            Collection<String> devices,
            Set<String> rules)
            throws NotUnderstoodException {
        Numbers minors = new Numbers(LAST_MINOR);
        int before;
        int all;
        do {
            before = minors.size();
            all = allowed(block, major, minors.another(), minors::compared);
            all &= allowed(block, major, minors.another(), minors::compared);
        } while (minors.size() != before);
        add(rules, block, Integer.toString(major), ALL, all & ~others);
        String beginning = type(block) + " " + major + ":";
        devices.stream()
                .filter(name -> name.startsWith(beginning))
                .forEach(name -> minors.add(Integer.parseInt(name, beginning.length(), name.length(), 10)));
        for (int minor : minors.all()) {
            int own = allowed(block, major, minor, number -> {});
            add(
                    rules,
                    block,
                    Integer.toString(major),
                    Integer.toString(minor),
                    own & ~others & ~all & ~ofAny.getOrDefault(minor, 0));
        }
    }

    /** Each kind of access alone: a program that allows two of them allows both together. */
    private int allowed(boolean block, int major, int minor, LongConsumer compared) throws NotUnderstoodException {
        int allowed = 0;
        for (int access : new int[] {DeviceRequest.MAKE, DeviceRequest.READ, DeviceRequest.WRITE}) {
            DeviceRequest request = new DeviceRequest(block, access, major, minor);
            boolean byAll = true;
            for (DeviceProgram program : programs) {
                if (++runs > MOST_RUNS) {
                    throw new NotUnderstoodException("programs know more devices than can be asked for");
                }
                // Every one is run, also after a refusal, since each knows other numbers.
                byAll &= program.allows(request, compared);
            }
            allowed |= byAll ? access : 0;
        }
        return allowed;
    }

    private static void add(Set<String> rules, boolean block, String major, String minor, int access) {
        if (access != 0) {
            rules.add(type(block) + " " + major + ":" + minor + " " + words(access));
        }
    }

    private static String words(int access) {
        return ((access & DeviceRequest.READ) != 0 ? "r" : "")
                + ((access & DeviceRequest.WRITE) != 0 ? "w" : "")
                + ((access & DeviceRequest.MAKE) != 0 ? "m" : "");
    }

    private static String type(boolean block) {
        return block ? "b" : "c";
    }

    private static int major(String name) {
        return Integer.parseInt(name, 2, name.indexOf(':'), 10);
    }
}
