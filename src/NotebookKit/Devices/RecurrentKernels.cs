using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <summary>The fused time steps of recurrent networks; a device without them runs the plain steps of each operation.</summary>
internal abstract class RecurrentKernels
{
    /// <summary>The weights that all steps multiply with, in the order of <see cref="PackedMatrix{T}"/>; they must not change before the last step.</summary>
    /// <param name="weights">[k, n].</param>
    public abstract Tensor Pack(Tensor weights);

    /// <summary>C = A B or C += A B for packed weights B.</summary>
    /// <param name="a">[rows, k].</param>
    /// <param name="packed">What <see cref="Pack"/> made of B.</param>
    /// <param name="c">[rows, n].</param>
    /// <param name="accumulate">Whether to add.</param>
    public abstract void Multiply(Tensor a, Tensor packed, Tensor c, bool accumulate);

    /// <inheritdoc cref="LstmGates.Forward{T}(LstmCellRows{T})"/>
    public abstract void Lstm(GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor hiddenBefore, Tensor cell, Tensor squashed, Tensor hidden);

    /// <inheritdoc cref="LstmGates.Backward{T}(LstmSlopeRows{T})"/>
    public abstract void LstmGradient(
        GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor squashed, Tensor gradient, Tensor carry, Tensor cellGradient, Tensor gateGradient);

    /// <summary>A step from the state before it: h' times the packed weights onto the gates' sums, and then <see cref="Lstm"/>.</summary>
    /// <remarks>Two steps where a device has no better way.</remarks>
    public virtual void LstmStep(
        GateStep step, bool coupled, Tensor? peepholes, Tensor weights, Tensor gates, Tensor cellBefore, Tensor hiddenBefore, Tensor cell, Tensor squashed, Tensor hidden)
    {
        Multiply(hiddenBefore, weights, gates, accumulate: true);
        Lstm(step, coupled, peepholes, gates, cellBefore, hiddenBefore, cell, squashed, hidden);
    }

    /// <summary>A step back: what the later step's gradients pass through the packed weights onto the carry, and then <see cref="LstmGradient"/>.</summary>
    /// <remarks>Two steps where a device has no better way.</remarks>
    public virtual void LstmGradientStep(
        GateStep step,
        bool coupled,
        Tensor? peepholes,
        Tensor later,
        Tensor weights,
        Tensor gates,
        Tensor cellBefore,
        Tensor squashed,
        Tensor gradient,
        Tensor carry,
        Tensor cellGradient,
        Tensor gateGradient)
    {
        Multiply(later, weights, carry, accumulate: true);
        LstmGradient(step, coupled, peepholes, gates, cellBefore, squashed, gradient, carry, cellGradient, gateGradient);
    }

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
