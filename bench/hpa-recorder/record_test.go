package recorder

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	scalefake "k8s.io/client-go/scale/fake"
	clienttesting "k8s.io/client-go/testing"
	defaults "k8s.io/kubernetes/pkg/apis/autoscaling/v2"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

var out = flag.String("out", "", "the recording, a .jsonl.gz")

// TestRecord writes one line for each sequence and one for each of its decisions.
func TestRecord(t *testing.T) {
	if *out == "" {
		t.Skip("-out names no file")
	}
	file, err := os.Create(*out)
	if err != nil {
		t.Fatal(err)
	}
	klog.SetLogger(logr.Discard())
	utilruntime.ErrorHandlers = nil // They sleep by the real clock.
	packed, _ := gzip.NewWriterLevel(file, gzip.BestCompression)
	decisions, changes := 0, 0
	for _, p := range plans() {
		synctest.Test(t, func(t *testing.T) {
			all, changing := record(t, p, packed)
			decisions, changes = decisions+all, changes+changing
		})
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%d sequences, %d decisions, %d that change the replicas\n", len(plans()), decisions, changes)
}

// recorder stands between the controller and the world.
type recorder struct {
	lock  sync.Mutex
	world *world
	lines []decision
}

// record plays one sequence: the controller decides at each period, the world moves in between.
func record(t *testing.T, p plan, to io.Writer) (int, int) {
	ctx, cancel := context.WithCancel(context.Background())
	hpa := &autoscaling.HorizontalPodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Name: target, Namespace: namespace, UID: "1"},
		Spec:       p.hpa,
	}
	hpa.Spec.ScaleTargetRef = autoscaling.CrossVersionObjectReference{
		APIVersion: "apps/v1", Kind: "Deployment", Name: target}
	defaults.SetDefaults_HorizontalPodAutoscaler(hpa)
	r := &recorder{world: &world{random: rand.New(rand.NewSource(p.seed)), plan: p, replicas: p.replicas}}
	client := fake.NewSimpleClientset()
	apps := schema.GroupVersion{Group: "apps", Version: "v1"}
	mapper := meta.NewDefaultRESTMapper([]schema.GroupVersion{apps})
	mapper.Add(apps.WithKind("Deployment"), meta.RESTScopeNamespace)
	factory := informers.NewSharedInformerFactory(client, 0)
	controller := podautoscaler.NewHorizontalController(ctx, fake.NewSimpleClientset().CoreV1(), r.scales(),
		client.AutoscalingV2(), mapper, r, factory.Autoscaling().V2().HorizontalPodAutoscalers(),
		factory.Core().V1().Pods(), p.period, window, tolerance, cpuInitialization, initialReadiness)
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	synctest.Wait()
	r.move(t, ctx, client)
	if _, err := client.AutoscalingV2().HorizontalPodAutoscalers(namespace).Create(ctx, hpa, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
	go controller.Run(ctx, 1)
	time.Sleep(p.period / 2)
	for range p.rounds {
		r.move(t, ctx, client)
		time.Sleep(p.period)
	}
	cancel()
	factory.Shutdown()
	synctest.Wait()
	return r.write(t, to, header(p, hpa))
}

// The controller's own defaults.
const (
	window            = 5 * time.Minute
	tolerance         = 0.1
	cpuInitialization = 5 * time.Minute
	initialReadiness  = 30 * time.Second
)

// move lets the world go on and shows the API server's clients what became of the pods.
func (r *recorder) move(t *testing.T, ctx context.Context, client *fake.Clientset) {
	pods := client.CoreV1().Pods(namespace)
	before := map[string]bool{}
	for _, p := range r.world.pods {
		before[p.name] = true
	}
	r.world.step(time.Now())
	for i, p := range r.world.pods {
		var err error
		if before[p.name] {
			delete(before, p.name)
			_, err = pods.Update(ctx, p.object(), metav1.UpdateOptions{})
		} else {
			_, err = pods.Create(ctx, p.object(), metav1.CreateOptions{})
		}
		if err != nil {
			t.Fatal(err)
		}
		if i%20 == 19 {
			synctest.Wait() // The fake server's watch keeps 100 events.
		}
	}
	for name := range before {
		if err := pods.Delete(ctx, name, metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	synctest.Wait()
}

// scales is the target's scale; reading it begins a decision, writing it is one that changes.
func (r *recorder) scales() *scalefake.FakeScaleClient {
	client := &scalefake.FakeScaleClient{}
	client.AddReactor("get", "deployments", func(clienttesting.Action) (bool, runtime.Object, error) {
		r.lock.Lock()
		defer r.lock.Unlock()
		r.lines = append(r.lines, r.world.seen(time.Now()))
		return true, &autoscalingv1.Scale{
			ObjectMeta: metav1.ObjectMeta{Name: target, Namespace: namespace},
			Spec:       autoscalingv1.ScaleSpec{Replicas: r.world.replicas},
			Status:     autoscalingv1.ScaleStatus{Replicas: r.world.replicas, Selector: "app=" + target},
		}, nil
	})
	client.AddReactor("update", "deployments", func(action clienttesting.Action) (bool, runtime.Object, error) {
		r.lock.Lock()
		defer r.lock.Unlock()
		scale := action.(clienttesting.UpdateAction).GetObject().(*autoscalingv1.Scale)
		r.world.replicas = scale.Spec.Replicas
		r.lines[len(r.lines)-1].Desired = scale.Spec.Replicas
		return true, scale, nil
	})
	return client
}

// The metrics client that the controller asks.

func (r *recorder) GetResourceMetric(_ context.Context, name v1.ResourceName, _ string, _ labels.Selector, _ string) (metrics.PodMetricsInfo, time.Time, error) {
	info, err := r.world.metric(string(name))
	return info, time.Now(), err
}

func (r *recorder) GetRawMetric(name string, _ string, _ labels.Selector, _ labels.Selector) (metrics.PodMetricsInfo, time.Time, error) {
	info, err := r.world.metric(name)
	return info, time.Now(), err
}

func (r *recorder) GetObjectMetric(string, string, *autoscaling.CrossVersionObjectReference, labels.Selector) (int64, time.Time, error) {
	return 0, time.Time{}, fmt.Errorf("not recorded")
}

func (r *recorder) GetExternalMetric(string, string, labels.Selector) ([]int64, time.Time, error) {
	return nil, time.Time{}, fmt.Errorf("not recorded")
}

func (r *recorder) write(t *testing.T, to io.Writer, head any) (int, int) {
	lines := json.NewEncoder(to)
	if err := lines.Encode(head); err != nil {
		t.Fatal(err)
	}
	if len(r.lines) < r.world.plan.rounds {
		t.Fatalf("%s: %d decisions in %d rounds", r.world.plan.name, len(r.lines), r.world.plan.rounds)
	}
	changes := 0
	for _, line := range r.lines {
		if err := lines.Encode(line); err != nil {
			t.Fatal(err)
		}
		if line.Desired != line.Current {
			changes++
		}
	}
	return len(r.lines), changes
}
