using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <summary>The fused time steps of another device, with a note of how long each took.</summary>
internal sealed class WatchedRecurrentKernels(RecurrentKernels kernels, Profiler profiler) : RecurrentKernels
{
    /// <inheritdoc/>
    public override Tensor Pack(Tensor weights)
    {
        using (profiler.Step("Pack", 0))
        {
            return kernels.Pack(weights);
        }
    }

    /// <inheritdoc/>
    public override void Multiply(Tensor a, Tensor packed, Tensor c, bool accumulate)
    {
        using (profiler.Step("Multiply packed", 2.0 * a.Count * c.Shape[1]))
        {
            kernels.Multiply(a, packed, c, accumulate);
        }
    }

    /// <inheritdoc/>
    public override void Lstm(GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor hiddenBefore, Tensor cell, Tensor squashed, Tensor hidden)
    {
        using (profiler.Step("Lstm", 0))
        {
            kernels.Lstm(step, coupled, peepholes, gates, cellBefore, hiddenBefore, cell, squashed, hidden);
        }
    }

    /// <inheritdoc/>
    public override void LstmGradient(GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor squashed, Tensor gradient, Tensor carry, Tensor cellGradient, Tensor gateGradient)
    {
        using (profiler.Step("LstmGradient", 0))
        {
            kernels.LstmGradient(step, coupled, peepholes, gates, cellBefore, squashed, gradient, carry, cellGradient, gateGradient);
        }
    }

    /// <inheritdoc/>
    public override int LstmInputSteps(SequencePlan plan, bool coupled, DType type) => kernels.LstmInputSteps(plan, coupled, type);

    /// <inheritdoc/>
    public override void LstmSteps(in LstmRun run, Tensor weights)
    {
        using (profiler.Step("Lstm", 2.0 * run.Plan.Steps * run.Plan.Batch * run.Gates.Shape[2] * (run.Plan.Hidden + (run.Input?.Width ?? 0))))
        {
            kernels.LstmSteps(run, weights);
        }
    }

    /// <inheritdoc/>
    public override bool WritesOverGates => kernels.WritesOverGates;

    /// <inheritdoc/>
    public override void LstmStepsBack(in LstmRun run, Tensor weights, Tensor slopes, Tensor carry, Tensor cellGradient, Tensor sums)
    {
        using (profiler.Step("LstmGradient", 2.0 * sums.Count * run.Plan.Hidden))
        {
            kernels.LstmStepsBack(run, weights, slopes, carry, cellGradient, sums);
        }
    }

    /// <inheritdoc/>
    public override void Gru(GateStep step, Tensor gates, Tensor product, Tensor before, Tensor hidden)
    {
        using (profiler.Step("Gru", 0))
        {
            kernels.Gru(step, gates, product, before, hidden);
        }
    }

    /// <inheritdoc/>
    public override void GruGradient(GateStep step, Tensor gates, Tensor product, Tensor before, Tensor gradient, Tensor carry, Tensor inputGradient, Tensor productGradient)
    {
        using (profiler.Step("GruGradient", 0))
        {
            kernels.GruGradient(step, gates, product, before, gradient, carry, inputGradient, productGradient);
        }
    }

    /// <inheritdoc/>
    public override void Rnn(GateStep step, bool rectified, Tensor sums, Tensor before, Tensor hidden)
    {
        using (profiler.Step("Rnn", 0))
        {
            kernels.Rnn(step, rectified, sums, before, hidden);
        }
    }

    /// <inheritdoc/>
    public override void RnnGradient(GateStep step, bool rectified, Tensor hidden, Tensor gradient, Tensor carry, Tensor sumGradient)
    {
        using (profiler.Step("RnnGradient", 0))
        {
            kernels.RnnGradient(step, rectified, hidden, gradient, carry, sumGradient);
        }
    }
}
