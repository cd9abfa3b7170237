package recorder

import (
	"math"
	"math/rand"
	"time"

	autoscaling "k8s.io/api/autoscaling/v2"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/utils/ptr"
)

// plan is one sequence: the autoscaler's specification, the demand, how well the pods behave.
type plan struct {
	name     string
	seed     int64
	hpa      autoscaling.HorizontalPodAutoscalerSpec
	replicas int32
	rounds   int
	period   time.Duration
	demand   func(round int) int64 // 100 is what one pod should take
	pending  int                   // most rounds until a pod runs
	unready  int                   // most rounds until it is ready then
	noise    int                   // 0 or 1: whether pods differ
	flips    int                   // of 1000 ready pods, those that turn unready in a round
	fails    int
	missing  int // of 1000 samples, those that are not there
	lag      int // most seconds that a sample is old
	window   time.Duration
	blind    int // every so many times five rounds a metric is gone
	blindTo  string
}

func plans() []plan {
	result := designed()
	for seed := int64(1); seed <= 75; seed++ {
		result = append(result, randomPlan(seed))
	}
	return result
}

// designed sequences are those that the plan of the autoscaler's rollout is about.
func designed() []plan {
	wave := func(mean, swing float64, rounds float64) func(int) int64 {
		return func(i int) int64 { return int64(mean + swing*math.Sin(2*math.Pi*float64(i)/rounds)) }
	}
	step := func(before, after int64, from, to int) func(int) int64 {
		return func(i int) int64 {
			if i >= from && i < to {
				return after
			}
			return before
		}
	}
	base := func(name string, demand func(int) int64) plan {
		return plan{name: name, hpa: rolledOut(2, 40), replicas: 5, rounds: 100, period: 15 * time.Second,
			demand: demand, pending: 2, unready: 3, window: 30 * time.Second, lag: 15, noise: 1}
	}
	quiet := base("steady", func(int) int64 { return 700 })
	wide := base("wave", wave(1500, 1000, 80))
	spike := base("spike", step(600, 3000, 20, 40))
	fall := base("fall", step(3000, 300, 30, 1000))
	nothing := base("nothing", step(800, 0, 20, 50))
	above := base("above the maximum", wave(900, 100, 30))
	above.replicas = 60
	below := base("below the minimum", wave(900, 100, 30))
	below.replicas, below.hpa.MinReplicas = 1, ptr.To[int32](6)
	zero := base("switched off", wave(900, 100, 30))
	zero.replicas = 0
	edge := base("on the edges of the tolerance", func(i int) int64 { return 1000 + int64(i%23-11)*10 })
	edge.replicas, edge.pending, edge.unready, edge.noise = 10, 0, 0, 0
	blind := base("blind at times", wave(1500, 1200, 60))
	blind.blind, blind.blindTo = 3, podMetric
	slow := base("slow starts", step(500, 2500, 10, 60))
	slow.pending, slow.unready = 12, 12
	return []plan{quiet, wide, spike, fall, nothing, above, below, zero, edge, blind, slow}
}

func rolledOut(min, max int32) autoscaling.HorizontalPodAutoscalerSpec {
	return autoscaling.HorizontalPodAutoscalerSpec{
		MinReplicas: &min, MaxReplicas: max,
		Metrics: []autoscaling.MetricSpec{utilization("cpu", 60), utilization("memory", 70), average(100)},
		Behavior: &autoscaling.HorizontalPodAutoscalerBehavior{
			ScaleDown: &autoscaling.HPAScalingRules{StabilizationWindowSeconds: ptr.To[int32](300),
				Policies: []autoscaling.HPAScalingPolicy{{Type: "Percent", Value: 20, PeriodSeconds: 60}}},
			ScaleUp: &autoscaling.HPAScalingRules{StabilizationWindowSeconds: ptr.To[int32](0),
				Policies: []autoscaling.HPAScalingPolicy{
					{Type: "Percent", Value: 100, PeriodSeconds: 15},
					{Type: "Pods", Value: 10, PeriodSeconds: 15}}},
		},
	}
}

func utilization(name string, percent int32) autoscaling.MetricSpec {
	return autoscaling.MetricSpec{Type: autoscaling.ResourceMetricSourceType,
		Resource: &autoscaling.ResourceMetricSource{Name: v1.ResourceName(name),
			Target: autoscaling.MetricTarget{Type: autoscaling.UtilizationMetricType, AverageUtilization: &percent}}}
}

func average(value int64) autoscaling.MetricSpec {
	return autoscaling.MetricSpec{Type: autoscaling.PodsMetricSourceType,
		Pods: &autoscaling.PodsMetricSource{Metric: autoscaling.MetricIdentifier{Name: podMetric},
			Target: autoscaling.MetricTarget{Type: autoscaling.AverageValueMetricType,
				AverageValue: resource.NewQuantity(value, resource.DecimalSI)}}}
}

func randomPlan(seed int64) plan {
	r := rand.New(rand.NewSource(seed))
	one := func(of ...int) int { return of[r.Intn(len(of))] }
	lowest := int32(1 + r.Intn(4))
	highest := int32(one(8, 15, 25, 40))
	specs := []autoscaling.MetricSpec{}
	if r.Intn(3) > 0 {
		specs = append(specs, utilization("cpu", int32(one(30, 50, 60, 80, 120))))
	}
	if r.Intn(3) == 0 {
		specs = append(specs, utilization("memory", int32(one(50, 70, 90))))
	}
	if len(specs) == 0 || r.Intn(3) > 0 {
		specs = append(specs, average(int64(one(60, 100, 130))))
	}
	return plan{
		name: "random", seed: seed, replicas: lowest + int32(r.Intn(int(highest))), rounds: 90,
		hpa: autoscaling.HorizontalPodAutoscalerSpec{MinReplicas: &lowest, MaxReplicas: highest, Metrics: specs,
			Behavior: &autoscaling.HorizontalPodAutoscalerBehavior{
				ScaleUp: randomRules(r), ScaleDown: randomRules(r)}},
		period: time.Duration(one(15000, 15000, 15020, 10000, 30000)) * time.Millisecond,
		demand: randomDemand(r, int64(highest)*100), pending: one(0, 1, 3), unready: one(0, 1, 3, 8),
		noise: r.Intn(2), flips: one(0, 0, 10, 50), fails: one(0, 0, 5), missing: one(0, 0, 30, 150),
		lag: one(0, 15, 60), window: time.Duration(one(15, 30, 60)) * time.Second,
		blind: one(0, 0, 0, 4), blindTo: []string{"cpu", "memory", podMetric}[r.Intn(3)],
	}
}

// randomRules leave some fields to the API server's defaults.
func randomRules(r *rand.Rand) *autoscaling.HPAScalingRules {
	one := func(of ...int32) int32 { return of[r.Intn(len(of))] }
	if r.Intn(8) == 0 {
		return nil
	}
	rules := &autoscaling.HPAScalingRules{}
	if r.Intn(4) > 0 {
		rules.StabilizationWindowSeconds = ptr.To(one(0, 0, 30, 60, 120, 300, 600))
	}
	if r.Intn(3) > 0 {
		selection := []autoscaling.ScalingPolicySelect{"Max", "Min", "Max", "Min", "Max", "Min", "Disabled"}[r.Intn(7)]
		rules.SelectPolicy = &selection
	}
	for i := r.Intn(4); i > 0; i-- {
		policy := autoscaling.HPAScalingPolicy{Type: "Pods", Value: one(1, 2, 4, 10), PeriodSeconds: one(15, 30, 60, 120, 300)}
		if r.Intn(2) == 0 {
			policy.Type, policy.Value = "Percent", one(10, 20, 50, 100)
		}
		rules.Policies = append(rules.Policies, policy)
	}
	if r.Intn(3) == 0 {
		rules.Tolerance = resource.NewMilliQuantity(int64(one(0, 20, 50, 200)), resource.DecimalSI)
	}
	return rules
}

func randomDemand(r *rand.Rand, most int64) func(int) int64 {
	length := 20 + r.Intn(60)
	walk := most / 2
	values := make([]int64, 400)
	kind := r.Intn(4)
	for i := range values {
		switch kind {
		case 0: // a wave
			values[i] = int64(float64(most) * (0.5 + 0.45*math.Sin(2*math.Pi*float64(i)/float64(length))))
		case 1: // levels
			if i%length == 0 {
				walk = int64(r.Intn(int(most)))
			}
			values[i] = walk
		case 2: // a random walk
			walk = max(0, min(most, walk+int64(r.Intn(int(most/5)+1))-most/10))
			values[i] = walk
		default: // a saw
			values[i] = most * int64(i%length) / int64(length)
		}
		values[i] += int64(r.Intn(int(most/25) + 1))
	}
	return func(i int) int64 { return values[i%len(values)] }
}
