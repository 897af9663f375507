using NotebookKit.Kernels;
using NotebookKit.Ops;

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

    /// <summary>How many steps of an LSTM sum up their inputs together on their way; 0 where they must find the sums of all steps.</summary>
    public virtual int LstmInputSteps(SequencePlan plan, bool coupled, DType type) => 0;

    /// <summary>All steps of an LSTM, one after the other: h' times the packed weights onto the gates' sums, and then <see cref="Lstm"/>.</summary>
    /// <remarks>Step by step where a device has no better way, with the input sums there.</remarks>
    /// <param name="run">The tensors of all steps.</param>
    /// <param name="weights">The packed weights of the states, [H, gates H].</param>
    public virtual void LstmSteps(in LstmRun run, Tensor weights)
    {
        foreach (int step in run.Plan.Order)
        {
            Tensor gates = SequencePlan.At(run.Gates, step), before = SequencePlan.At(run.States, run.Plan.Before(step));
            Multiply(before, weights, gates, accumulate: true);
            Lstm(
                run.Plan.Step(step),
                run.Coupled,
                run.Peepholes,
                gates,
                SequencePlan.At(run.Cells, run.CellPlace(run.Plan.Before(step))),
                before,
                SequencePlan.At(run.Cells, run.CellPlace(run.Plan.After(step))),
                SequencePlan.At(run.Squashed, run.SquashedPlace(step)),
                SequencePlan.At(run.States, run.Plan.After(step)));
        }
    }

    /// <summary>Whether <see cref="LstmStepsBack"/> may be given the gates themselves as the place for the gradients of their sums.</summary>
    public virtual bool WritesOverGates => false;

    /// <summary>All steps back, from the last: <see cref="LstmGradient"/>, and what its gradients pass through the packed weights onto the carry.</summary>
    /// <remarks>Step by step where a device has no better way.</remarks>
    /// <param name="run">The tensors of all steps, those of the cells kept.</param>
    /// <param name="weights">The packed weights of the states, [gates H, H].</param>
    /// <param name="slopes">dL/dh of all places, [T + 2, N, H].</param>
    /// <param name="carry">Comes with zeros and leaves with what passes to the initial hidden state.</param>
    /// <param name="cellGradient">Comes with dL/dc of the last cell and leaves with that of the initial one.</param>
    /// <param name="sums">The gradients of the gates' sums of all steps.</param>
    public virtual void LstmStepsBack(in LstmRun run, Tensor weights, Tensor slopes, Tensor carry, Tensor cellGradient, Tensor sums)
    {
        foreach (int step in run.Plan.Order.Reverse())
        {
            Tensor own = SequencePlan.At(sums, step);
            LstmGradient(
                run.Plan.Step(step),
                run.Coupled,
                run.Peepholes,
                SequencePlan.At(run.Gates, step),
                SequencePlan.At(run.Cells, run.CellPlace(run.Plan.Before(step))),
                SequencePlan.At(run.Squashed, run.SquashedPlace(step)),
                SequencePlan.At(slopes, run.Plan.After(step)),
                carry,
                cellGradient,
                own);
            Multiply(own, weights, carry, accumulate: true);
        }
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
