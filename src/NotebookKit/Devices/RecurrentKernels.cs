using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <summary>The fused time steps of recurrent networks; a device without them runs the plain steps of each operation.</summary>
internal abstract class RecurrentKernels
{
    /// <inheritdoc cref="LstmGates.Forward"/>
    public abstract void Lstm(GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor hiddenBefore, Tensor cell, Tensor squashed, Tensor hidden);

    /// <inheritdoc cref="LstmGates.Backward"/>
    public abstract void LstmGradient(
        GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor squashed, Tensor gradient, Tensor carry, Tensor cellGradient, Tensor gateGradient);

    /// <inheritdoc cref="GruGates.Forward"/>
    public abstract void Gru(GateStep step, Tensor gates, Tensor product, Tensor before, Tensor hidden);

    /// <inheritdoc cref="GruGates.Backward"/>
    public abstract void GruGradient(
        GateStep step, Tensor gates, Tensor product, Tensor before, Tensor gradient, Tensor carry, Tensor inputGradient, Tensor productGradient);

    /// <inheritdoc cref="RnnGates.Forward"/>
    public abstract void Rnn(GateStep step, bool rectified, Tensor sums, Tensor before, Tensor hidden);

    /// <inheritdoc cref="RnnGates.Backward"/>
    public abstract void RnnGradient(GateStep step, bool rectified, Tensor hidden, Tensor gradient, Tensor carry, Tensor sumGradient);
}
