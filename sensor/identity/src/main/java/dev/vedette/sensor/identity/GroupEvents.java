package dev.vedette.sensor.identity;

import dev.vedette.policy.model.CgroupChanged;
import dev.vedette.policy.model.Container;
import dev.vedette.probes.record.CgroupRecord;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.container.Membership;
import dev.vedette.sensor.identity.container.Residence;
import java.util.Optional;

/** Control groups that are made, entered and removed. */
final class GroupEvents {
    private final ContainerRegistry containers;
    private final Membership membership;
    private final Contexts contexts;

    GroupEvents(ContainerRegistry containers, Membership membership, Contexts contexts) {
        this.containers = containers;
        this.membership = membership;
        this.contexts = contexts;
    }

    void accept(CgroupRecord record, Arrival arrival) {
        if (record.operation() == CgroupRecord.ATTACH) {
            // Before the context: who moves itself shows the new group already, and is not found there by chance.
            contexts.lookForGroup(record.cgroupId(), record.header().startBootNanos());
            membership.attached(record);
        }
        InContext context = contexts.of(arrival);
        if (record.operation() == CgroupRecord.MKDIR) {
            made(record, context);
        }
        Optional<ContainerLife> owner = containers.of(record.cgroupId());
        context.send(c -> new CgroupChanged(
                c,
                operation(record),
                record.cgroupId(),
                record.path(),
                owner.map(ContainerLife::container).orElse(Container.HOST)));
        if (record.operation() == CgroupRecord.RMDIR) {
            containers.removed(record.cgroupId(), record.header().bootNanos());
        }
    }

    private void made(CgroupRecord record, InContext context) {
        containers
                .made(
                        record.cgroupId(),
                        record.parentCgroupId(),
                        record.path(),
                        context.residence().map(Residence::life).orElse(null),
                        record.header().bootNanos())
                .filter(life -> life.cgroupId() == record.cgroupId())
                .ifPresent(life -> life.madeBy(context.process().executable()));
    }

    private static CgroupChanged.Operation operation(CgroupRecord record) {
        return switch (record.operation()) {
            case CgroupRecord.MKDIR -> CgroupChanged.Operation.MADE;
            case CgroupRecord.RMDIR -> CgroupChanged.Operation.REMOVED;
            case CgroupRecord.FREEZE -> CgroupChanged.Operation.FROZEN;
            case CgroupRecord.UNFREEZE -> CgroupChanged.Operation.THAWED;
            default -> CgroupChanged.Operation.ENTERED;
        };
    }
}
