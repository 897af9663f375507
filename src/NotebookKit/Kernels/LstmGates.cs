using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>One time step of an LSTM, forward and back: the gates alone, or in one go with the product that leads to them.</summary>
/// <remarks>
/// In one go a thread takes some units of the state with all their gates, so what the product has just written is in that thread's cache when the
/// gates read it, and a step is one fork instead of two. Shared out by rows after a product shared out by columns, half of it came from the other core.
/// </remarks>
internal static unsafe class LstmGates
{
    /// <summary>
    /// Turns the sums of the gates (i, f, g, o in a row; f, g, o when coupled) into the gates, and computes cell and hidden state:
    /// c = f c' + i g, h = o tanh c. Peepholes are rows for i, f, o (f, o when coupled), or null.
    /// </summary>
    public static void Forward<T>(LstmCellRows<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.Run<ForwardJob<T>, T>(rows.Step.Parts, new ForwardJob<T>(rows));

    /// <summary>The same, after h' times the packed weights has been added to the sums.</summary>
    /// <param name="rows">The step.</param>
    /// <param name="weights">[H, gates H].</param>
    /// <param name="input">The input sums that are due before: of this step and some after it. None by default; only where <see cref="TakesInput"/>.</param>
    public static void Forward<T>(LstmCellRows<T> rows, PackedMatrix<T> weights, InputProduct<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int batch, int hidden, int width) = (rows.Step.Batch, rows.Step.Hidden, rows.GateCount * rows.Step.Hidden);
        if (hidden % PackedMatrix<T>.PanelWidth == 0)
        {
            int parts = PartsOf<T>(batch, hidden, width);
            Wide.Run<ProductForwardJob<T>, T>(parts, new ProductForwardJob<T>(rows, weights, input, parts));
            return;
        }

        Gemm.Multiply(batch, width, hidden, new MatrixView<T>(rows.HiddenBefore, hidden, 1), weights, rows.Gates, width, accumulate: true);
        Forward(rows);
    }

    /// <summary>Whether a step shares its units out among all threads, so that each can sum up the inputs of its own ones.</summary>
    public static bool TakesInput<T>(int batch, int hidden, int gates)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        hidden % PackedMatrix<T>.PanelWidth == 0 && PartsOf<T>(batch, hidden, gates * hidden) == Fork.Threads;

    /// <summary>
    /// The gradients of the gates' sums. The gradient of the cell goes from dL/dc to dL/dc'; the carry comes with what later
    /// steps pass to h, and leaves with what passes by the gates: nothing, or all of it where the sequence has ended.
    /// </summary>
    public static void Backward<T>(LstmSlopeRows<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.Run<BackwardJob<T>, T>(rows.Step.Parts, new BackwardJob<T>(rows));

    /// <summary>The same, after the gradients of the later step's sums times the packed weights have been added to the carry.</summary>
    /// <param name="rows">The step.</param>
    /// <param name="later">The gradients of the sums of the step after it in the order of computing, [N, gates H].</param>
    /// <param name="weights">[gates H, H].</param>
    public static void Backward<T>(LstmSlopeRows<T> rows, T* later, PackedMatrix<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int parts = PartsOf<T>(rows.Step.Batch, rows.Step.Hidden, rows.GateCount * rows.Step.Hidden);
        Wide.Run<ProductBackwardJob<T>, T>(parts, new ProductBackwardJob<T>(rows, later, weights, parts));
    }

    // As many as the panels of one gate can be shared out among; one where a fork costs more than the product.
    private static int PartsOf<T>(int batch, int hidden, int width)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (long)batch * hidden * width < Gemm.SmallProduct ? 1 : Math.Clamp(hidden / PackedMatrix<T>.PanelWidth, 1, Fork.Threads);

    // The units of a part: whole panels, and what is left over goes to the last.
    private static (int First, int End) Units<T>(int hidden, int part, int parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int panel = PackedMatrix<T>.PanelWidth;
        int panels = (hidden + panel - 1) / panel;
        return ((int)((long)panels * part / parts) * panel, Math.Min(hidden, (int)((long)panels * (part + 1) / parts) * panel));
    }

    private readonly struct ForwardJob<T>(LstmCellRows<T> rows) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            GateStep step = rows.Step;
            int last = Math.Min(step.Batch, (part + 1) * step.RowsInPart);
            for (int row = part * step.RowsInPart; row < last; row++)
            {
                rows.Row<TVector>(row, 0, step.Hidden);
            }
        }
    }

    private readonly struct ProductForwardJob<T>(LstmCellRows<T> rows, PackedMatrix<T> weights, InputProduct<T> input, int parts) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            (int batch, int hidden) = (rows.Step.Batch, rows.Step.Hidden);
            (int first, int end) = Units<T>(hidden, part, parts);
            input.Run<TVector>(rows.GateCount, hidden, first, end);
            new PackedProduct<T>(batch, hidden, new MatrixView<T>(rows.HiddenBefore, hidden, 1), weights, rows.Gates, rows.GateCount, hidden).Add<TVector>(first, end);
            for (int row = 0; row < batch; row++)
            {
                rows.Row<TVector>(row, first, end);
            }
        }
    }

    private readonly struct BackwardJob<T>(LstmSlopeRows<T> rows) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            GateStep step = rows.Step;
            int last = Math.Min(step.Batch, (part + 1) * step.RowsInPart);
            for (int row = part * step.RowsInPart; row < last; row++)
            {
                rows.Row<TVector>(row, 0, step.Hidden);
            }
        }
    }

    private readonly struct ProductBackwardJob<T>(LstmSlopeRows<T> rows, T* later, PackedMatrix<T> weights, int parts) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            (int batch, int hidden) = (rows.Step.Batch, rows.Step.Hidden);
            int width = rows.GateCount * hidden;
            (int first, int end) = Units<T>(hidden, part, parts);
            new PackedProduct<T>(batch, width, new MatrixView<T>(later, width, 1), weights, rows.Carry, 1, hidden).Add<TVector>(first, end);
            for (int row = 0; row < batch; row++)
            {
                rows.Row<TVector>(row, first, end);
            }
        }
    }
}
