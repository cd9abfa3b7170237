package recorder

import (
	"encoding/json"
	"time"

	autoscaling "k8s.io/api/autoscaling/v2"
)

// sequence is the line before the decisions of one: what the API server made of the specification.
type sequence struct {
	Name    string       `json:"name"`
	Min     int32        `json:"min"`
	Max     int32        `json:"max"`
	Metrics []metricLine `json:"metrics"`
	Up      rulesLine    `json:"up"`
	Down    rulesLine    `json:"down"`
}

// metricLine: the target is in percent of the request or in thousandths, the request in thousandths.
type metricLine struct {
	Name    string `json:"name"`
	Target  int64  `json:"target"`
	Request int64  `json:"request"`
}

type rulesLine struct {
	Window    int32    `json:"window"`
	Select    string   `json:"select"`
	Tolerance *float64 `json:"tolerance,omitempty"`
	Policies  [][3]any `json:"policies"` // type, value, period in s
}

// decision is what the controller saw and what it set the replicas to. Times are ms since the sequence's clock
// began. Pods that are alike are one entry: count, phase, ready, started, readiness changed, samples; a
// sample is value, taken, window.
type decision struct {
	At      int64             `json:"at"`
	Current int32             `json:"current"`
	Desired int32             `json:"desired"`
	Pods    []json.RawMessage `json:"pods"`
}

func header(p plan, hpa *autoscaling.HorizontalPodAutoscaler) sequence {
	result := sequence{Name: p.name, Min: *hpa.Spec.MinReplicas, Max: hpa.Spec.MaxReplicas,
		Up: rules(hpa.Spec.Behavior.ScaleUp), Down: rules(hpa.Spec.Behavior.ScaleDown)}
	for _, spec := range hpa.Spec.Metrics {
		line := metricLine{Name: podMetric}
		if spec.Resource == nil {
			line.Target = spec.Pods.Target.AverageValue.MilliValue()
		} else {
			line.Name = string(spec.Resource.Name)
			line.Target = int64(*spec.Resource.Target.AverageUtilization)
			line.Request = map[string]int64{"cpu": requestCPU, "memory": requestMem * 1000}[line.Name]
		}
		result.Metrics = append(result.Metrics, line)
	}
	return result
}

func rules(of *autoscaling.HPAScalingRules) rulesLine {
	result := rulesLine{Window: int32(window.Seconds()), Select: string(*of.SelectPolicy), Policies: [][3]any{}}
	if of.StabilizationWindowSeconds != nil {
		result.Window = *of.StabilizationWindowSeconds
	}
	if of.Tolerance != nil {
		value := of.Tolerance.AsApproximateFloat64()
		result.Tolerance = &value
	}
	for _, policy := range of.Policies {
		result.Policies = append(result.Policies, [3]any{policy.Type, policy.Value, policy.PeriodSeconds})
	}
	return result
}

// seen is the world as the controller is about to see it.
func (w *world) seen(now time.Time) decision {
	begin := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // Where the fake clock begins.
	ms := func(at time.Time) int64 { return at.Sub(begin).Milliseconds() }
	counts, order := map[string]int{}, []string{}
	for _, p := range w.pods {
		phase := "RUNNING"
		if p.gone {
			phase = "GONE"
		} else if p.pending > 0 {
			phase = "PENDING"
		}
		samples := map[string][3]int64{}
		for name, s := range p.samples {
			samples[name] = [3]int64{s.value, ms(s.at), s.window.Milliseconds()}
		}
		text, _ := json.Marshal([]any{phase, p.ready, ms(p.created), ms(p.changed), samples})
		if counts[string(text)] == 0 {
			order = append(order, string(text))
		}
		counts[string(text)]++
	}
	result := decision{At: ms(now), Current: w.replicas, Desired: w.replicas, Pods: []json.RawMessage{}}
	for _, text := range order {
		count, _ := json.Marshal(counts[text])
		result.Pods = append(result.Pods, json.RawMessage("["+string(count)+","+text[1:]))
	}
	return result
}
