/* Cilium's way between pods, in small: what is for a pod of this node goes straight into it, what is for a pod of
 * another node straight to the wire, all else to the node's own stack.
 *
 * Compiled beforehand, so that a lab needs no compiler. The object names the source that it was made from, and a test
 * compares. After a change, in this folder (Debian: clang, libbpf-dev, bpftool):
 *
 *     clang -O2 -g -fdebug-compilation-dir=. -target bpf -I/usr/include/$(uname -m)-linux-gnu \
 *         -DSOURCE="\"$(sha256sum endpoints.bpf.c | cut -c1-64)\"" -c endpoints.bpf.c -o endpoints.tmp.o
 *     bpftool gen object endpoints.bpf.o endpoints.tmp.o && rm endpoints.tmp.o
 *
 * The second step leaves BTF and drops the rest of the debug information. Little-endian machines only.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* A pod of this node. */
struct endpoint {
	__u32 ifindex;                    /* the node's end of its veth pair */
	unsigned char pod[ETH_ALEN];      /* hardware address of the pod's end */
	unsigned char node[ETH_ALEN];     /* and of the node's */
};

/* By IPv4 address, as it stands in the header. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct endpoint);
} endpoints SEC(".maps");

/* Pods of other nodes by IPv4 address: the interface that leads to them. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u32);
} remotes SEC(".maps");

char _source[] SEC("source") = SOURCE;
char _license[] SEC("license") = "Apache-2.0";

/* The IPv4 header if the packet may be forwarded, else 0: what is at its end is for the stack, which says so. */
static __always_inline struct iphdr *forwardable(struct __sk_buff *skb)
{
	void *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = (void *)(long)skb->data;
	struct iphdr *ip = (void *)(eth + 1);

	if ((void *)(ip + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP) || ip->ttl <= 1)
		return 0;
	return ip;
}

/* As ip_decrease_ttl() of include/net/ip.h does. */
static __always_inline void decrease_ttl(struct iphdr *ip)
{
	__u32 check = ip->check;

	check += bpf_htons(0x0100);
	ip->check = (__u16)(check + (check >= 0xffff));
	ip->ttl--;
}

static __always_inline int deliver(struct __sk_buff *skb, struct iphdr *ip)
{
	struct ethhdr *eth = (void *)(long)skb->data;
	__u32 destination = ip->daddr;
	struct endpoint *to = bpf_map_lookup_elem(&endpoints, &destination);

	if (!to)
		return TC_ACT_OK;
	decrease_ttl(ip);
	__builtin_memcpy(eth->h_dest, to->pod, ETH_ALEN);
	__builtin_memcpy(eth->h_source, to->node, ETH_ALEN);
	return bpf_redirect_peer(to->ifindex, 0);
}

/* At the node's end of a pod's veth pair, for what comes out of the pod. */
SEC("tc")
int from_pod(struct __sk_buff *skb)
{
	struct iphdr *ip = forwardable(skb);
	__u32 destination, *wire;
	int action;

	if (!ip)
		return TC_ACT_OK;
	action = deliver(skb, ip);
	if (action != TC_ACT_OK)
		return action;
	destination = ip->daddr;
	wire = bpf_map_lookup_elem(&remotes, &destination);
	if (!wire)
		return TC_ACT_OK;
	decrease_ttl(ip);
	return bpf_redirect_neigh(*wire, 0, 0, 0);
}

/* At the wire, for what comes from another node. */
SEC("tc")
int from_wire(struct __sk_buff *skb)
{
	struct iphdr *ip = forwardable(skb);

	return ip ? deliver(skb, ip) : TC_ACT_OK;
}
