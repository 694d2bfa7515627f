/* What each switch to a task takes: from the tracepoint at the switch, after whatever else is attached to it, to the end of the
 * scheduler's work in the next task's context; added up by CPU, task and slot of time.
 *
 * The interrupts that were held off come where the scheduler lets them, which is before the end: a switch ends at the first
 * of them that has a handler, or softirqs. A new task's first run begins in schedule_tail() and reaches no end of
 * __schedule(): it is left out.
 *
 * sched_exit_tp is of Linux 6.14 and has no format file in tracefs, so that bpftrace before 0.19 cannot attach to it.
 *
 * Compiled beforehand, so that the probe needs no compiler. The object names the source that it was made from, and a test
 * compares. After a change, in this folder (Debian: clang, libbpf-dev, bpftool):
 *
 *     clang -O2 -g -fdebug-compilation-dir=. -target bpf -I/usr/include/$(uname -m)-linux-gnu \
 *         -DSOURCE="\"$(sha256sum switches.bpf.c | cut -c1-64)\"" -c switches.bpf.c -o switches.tmp.o
 *     bpftool gen object switches.bpf.o switches.tmp.o && rm switches.tmp.o
 *
 * Little-endian machines only.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define COMM 16

/* A switch under way: when it began, and when the first interrupt came; 0 for neither. */
struct pending {
	__u64 began;
	__u64 interrupted;
};

struct place {
	__u32 cpu;
	__u32 tid;
	__u32 slot;       /* time of CLOCK_MONOTONIC by the length of a slot, rounded down */
};

struct taken {
	__u64 nanos;
	__u64 count;
	char comm[COMM];  /* at the first switch of the slot */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct pending);
} under_way SEC(".maps");

/* Each CPU writes only keys of its own, so no update is lost. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1 << 18);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct place);
	__type(value, struct taken);
} switches SEC(".maps");

/* Switches that the map had no room for. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} lost SEC(".maps");

const volatile __u64 slot_nanos = 100000000;

char _source[] SEC("source") = SOURCE;
char _license[] SEC("license") = "Apache-2.0";

static __always_inline struct pending *pending(void)
{
	__u32 only = 0;

	return bpf_map_lookup_elem(&under_way, &only);
}

static __always_inline int interrupted(void)
{
	struct pending *now = pending();

	if (now && now->began && !now->interrupted)
		now->interrupted = bpf_ktime_get_ns();
	return 0;
}

SEC("raw_tp/softirq_entry")
int by_softirq(void *ctx)
{
	return interrupted();
}

SEC("raw_tp/irq_handler_entry")
int by_irq(void *ctx)
{
	return interrupted();
}

SEC("raw_tp/sched_switch")
int begins(void *ctx)
{
	struct pending *now = pending();

	if (now) {
		now->interrupted = 0;
		now->began = bpf_ktime_get_ns();
	}
	return 0;
}

SEC("raw_tp/sched_exit_tp")
int ends(struct bpf_raw_tracepoint_args *ctx)
{
	__u64 at = bpf_ktime_get_ns();
	struct pending *now = pending();
	struct taken first = { .count = 1 };
	struct place place = {};
	struct taken *sum;

	if (!now || !now->began)
		return 0;
	first.nanos = (now->interrupted ? now->interrupted : at) - now->began;
	now->began = 0;
	/* is_switch: whether another task than before runs now */
	if (!(ctx->args[0] & 1))
		return 0;
	place.cpu = bpf_get_smp_processor_id();
	place.tid = (__u32)bpf_get_current_pid_tgid();
	place.slot = (__u32)(at / slot_nanos);
	sum = bpf_map_lookup_elem(&switches, &place);
	if (sum) {
		sum->nanos += first.nanos;
		sum->count++;
		return 0;
	}
	bpf_get_current_comm(first.comm, sizeof(first.comm));
	if (bpf_map_update_elem(&switches, &place, &first, BPF_NOEXIST)) {
		__u32 only = 0;
		__u64 *none = bpf_map_lookup_elem(&lost, &only);

		if (none)
			__sync_fetch_and_add(none, 1);
	}
	return 0;
}
