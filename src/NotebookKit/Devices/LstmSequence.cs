using System.Numerics;
using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <summary>The steps of an LSTM on this machine's processor, from pointer to pointer: a step's tensors would cost a twentieth of it.</summary>
internal static unsafe class LstmSequence
{
    /// <inheritdoc cref="RecurrentKernels.LstmSteps"/>
    /// <param name="run">The tensors of all steps.</param>
    /// <param name="weights">The packed weights of the states, [H, gates H].</param>
    /// <param name="inputWeights">Those of the inputs, [inputs, gates H], where the steps sum these up.</param>
    public static void Forward<T>(in LstmRun run, Tensor weights, Tensor? inputWeights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SequencePlan plan = run.Plan;
        long state = (long)plan.Batch * plan.Hidden, width = run.Gates.Shape[2];
        int inputs = run.Input?.Width ?? 0;
        int together = run.Input is null ? plan.Steps : InputProduct<T>.StepsTogether(plan.Batch, plan.Steps);
        fixed (T* x = Numbers<T>(run.Input?.Numbers), bias = Numbers<T>(run.Input?.Bias), packedInput = Numbers<T>(inputWeights))
        fixed (T* peepholes = Numbers<T>(run.Peepholes), gates = run.Gates.Elements<T>(), states = run.States.Elements<T>(), cells = run.Cells.Elements<T>(), squashed = run.Squashed.Elements<T>(), packed = weights.Elements<T>())
        {
            PackedMatrix<T> matrix = new(packed, plan.Hidden, (int)width), inputMatrix = new(packedInput, inputs, (int)width);
            for (int i = 0; i < plan.Steps; i++)
            {
                int step = plan.Reverse ? plan.Steps - 1 - i : i;
                (int before, int after) = (plan.Before(step), plan.After(step));
                (int start, int count) = plan.RunOf(i, together);
                T* runGates = gates + (run.GatesPlace(start) * plan.Batch * width);
                InputProduct<T> input = run.Input is not null && i % together == 0
                    ? new(count * plan.Batch, inputs, x + ((long)start * plan.Batch * inputs), inputMatrix, bias, runGates)
                    : default;
                LstmCellRows<T> rows = new(
                    plan.Step(step),
                    run.Coupled,
                    peepholes,
                    runGates + ((step - start) * plan.Batch * width),
                    cells + (run.CellPlace(before) * state),
                    states + (before * state),
                    cells + (run.CellPlace(after) * state),
                    squashed + (run.SquashedPlace(step) * state),
                    states + (after * state));
                LstmGates.Forward(rows, matrix, input);
            }
        }
    }

    /// <inheritdoc cref="RecurrentKernels.LstmStepsBack"/>
    public static void Backward<T>(in LstmRun run, Tensor weights, Tensor slopes, Tensor carry, Tensor cellGradient, Tensor sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SequencePlan plan = run.Plan;
        long state = (long)plan.Batch * plan.Hidden, width = run.Gates.Shape[2];
        fixed (T* peepholes = Numbers<T>(run.Peepholes), gates = run.Gates.Elements<T>(), cells = run.Cells.Elements<T>(), squashed = run.Squashed.Elements<T>(), packed = weights.Elements<T>())
        fixed (T* slope = slopes.Elements<T>(), carried = carry.Elements<T>(), cell = cellGradient.Elements<T>(), sum = sums.Elements<T>())
        {
            PackedMatrix<T> matrix = new(packed, (int)width, plan.Hidden);
            T* later = null;
            for (int i = plan.Steps - 1; i >= 0; i--)
            {
                int step = plan.Reverse ? plan.Steps - 1 - i : i;
                T* own = sum + (step * plan.Batch * width);
                LstmSlopeRows<T> rows = new(
                    plan.Step(step),
                    run.Coupled,
                    peepholes,
                    gates + (step * plan.Batch * width),
                    cells + (run.CellPlace(plan.Before(step)) * state),
                    squashed + (run.SquashedPlace(step) * state),
                    slope + (plan.After(step) * state),
                    carried,
                    cell,
                    own);
                if (later == null)
                {
                    LstmGates.Backward(rows);
                }
                else
                {
                    LstmGates.Backward(rows, later, matrix);
                }

                later = own;
            }

            Gemm.Multiply(plan.Batch, plan.Hidden, (int)width, new MatrixView<T>(later, (int)width, 1), matrix, carried, plan.Hidden, accumulate: true);
        }
    }

    private static Span<T> Numbers<T>(Tensor? x)
        where T : unmanaged => x is null ? default : x.Elements<T>();
}
