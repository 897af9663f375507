using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using NotebookKit.Devices;
using NotebookKit.Ilgpu.Works;
using NotebookKit.Kernels;

namespace NotebookKit.Ilgpu;

/// <summary>The fused time steps of recurrent networks on a card: a thread for each number of the state.</summary>
internal sealed class GpuRecurrentKernels(GpuDevice device) : RecurrentKernels
{
    // Lengths are the same array in all steps of a sequence: sent once.
    private readonly ConditionalWeakTable<long[], Tensor> sent = [];

    /// <inheritdoc/>
    public override Tensor Pack(Tensor weights)
    {
        Tensor packed = Tensor.Empty(weights.Shape, weights.DType, device);
        device.Gather(weights, packed);
        return packed;
    }

    /// <inheritdoc/>
    public override void Multiply(Tensor a, Tensor packed, Tensor c, bool accumulate) => device.MatMul(a, packed, c, accumulate);

    /// <inheritdoc/>
    public override void Lstm(GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor hiddenBefore, Tensor cell, Tensor squashed, Tensor hidden)
    {
        Kinds.Floats(gates.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ArrayView<T> own = device.View<T>(gates);
            device.Launcher.Each(
                step.Batch * step.Hidden,
                new LstmWork<T>(
                    ViewOf(step), coupled ? 1 : 0, device.ViewOr(peepholes, own), peepholes is null ? 0 : 1, own, device.View<T>(cellBefore), device.View<T>(hiddenBefore), device.View<T>(cell), device.View<T>(squashed), device.View<T>(hidden)));
        }
    }

    /// <inheritdoc/>
    public override void LstmGradient(
        GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor squashed, Tensor gradient, Tensor carry, Tensor cellGradient, Tensor gateGradient)
    {
        Kinds.Floats(gates.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ArrayView<T> own = device.View<T>(gates);
            device.Launcher.Each(
                step.Batch * step.Hidden,
                new LstmGradientWork<T>(
                    ViewOf(step), coupled ? 1 : 0, device.ViewOr(peepholes, own), peepholes is null ? 0 : 1, own, device.View<T>(cellBefore), device.View<T>(squashed), device.View<T>(gradient), device.View<T>(carry), device.View<T>(cellGradient), device.View<T>(gateGradient)));
        }
    }

    /// <inheritdoc/>
    public override void Gru(GateStep step, Tensor gates, Tensor product, Tensor before, Tensor hidden)
    {
        Kinds.Floats(gates.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => device.Launcher.Each(
                step.Batch * step.Hidden, new GruWork<T>(ViewOf(step), device.View<T>(gates), device.View<T>(product), device.View<T>(before), device.View<T>(hidden)));
    }

    /// <inheritdoc/>
    public override void GruGradient(GateStep step, Tensor gates, Tensor product, Tensor before, Tensor gradient, Tensor carry, Tensor inputGradient, Tensor productGradient)
    {
        Kinds.Floats(gates.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => device.Launcher.Each(
                step.Batch * step.Hidden,
                new GruGradientWork<T>(
                    ViewOf(step), device.View<T>(gates), device.View<T>(product), device.View<T>(before), device.View<T>(gradient), device.View<T>(carry), device.View<T>(inputGradient), device.View<T>(productGradient)));
    }

    /// <inheritdoc/>
    public override void Rnn(GateStep step, bool rectified, Tensor sums, Tensor before, Tensor hidden)
    {
        Kinds.Floats(sums.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => device.Launcher.Each(
                step.Batch * step.Hidden, new RnnWork<T>(ViewOf(step), rectified ? 1 : 0, device.View<T>(sums), device.View<T>(before), device.View<T>(hidden)));
    }

    /// <inheritdoc/>
    public override void RnnGradient(GateStep step, bool rectified, Tensor hidden, Tensor gradient, Tensor carry, Tensor sumGradient)
    {
        Kinds.Floats(hidden.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => device.Launcher.Each(
                step.Batch * step.Hidden, new RnnGradientWork<T>(ViewOf(step), rectified ? 1 : 0, device.View<T>(hidden), device.View<T>(gradient), device.View<T>(carry), device.View<T>(sumGradient)));
    }

    private StepView ViewOf(GateStep step) => step.Lengths is { } lengths
        ? new StepView(step.Hidden, device.View<long>(sent.GetValue(lengths, SentLengths)), 1, step.Time)
        : new StepView(step.Hidden, ArrayView<long>.Empty, 0, step.Time);

    private Tensor SentLengths(long[] lengths) => Tensor.From(lengths).To(device).Keep();
}
