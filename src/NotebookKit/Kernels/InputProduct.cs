using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The input sums W x + b of a few steps of a sequence, which a step computes for itself and those after it.</summary>
/// <remarks>
/// All steps in one product would send their sums through the memory: written once, read and written again by the step. A few steps' sums are still in the
/// second-level cache of the thread that needs them when their step comes, and the weights are read often enough for their way there to be hidden.
/// </remarks>
/// <param name="rows">Steps times sequences.</param>
/// <param name="inputs">Numbers of a row.</param>
/// <param name="x">[rows, inputs].</param>
/// <param name="weights">Transposed and packed, [inputs, gates H].</param>
/// <param name="bias">[gates H], or null.</param>
/// <param name="sums">[rows, gates H]: what becomes of them.</param>
internal readonly unsafe struct InputProduct<T>(int rows, int inputs, T* x, PackedMatrix<T> weights, T* bias, T* sums)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int RowsTogether = 128;

    /// <summary>Steps whose sums are computed together: rows for 16 or more tiles to each panel of the weights, in a quarter of a megabyte for 512 sums a row.</summary>
    public static int StepsTogether(int batch, int steps) => Math.Clamp(RowsTogether / Math.Max(1, batch), 1, steps);

    /// <summary>Computes the sums of some units in all their gates.</summary>
    /// <param name="gates">How many gates a unit has.</param>
    /// <param name="hidden">H.</param>
    /// <param name="first">The first unit, the first of a panel.</param>
    /// <param name="end">The unit after the last.</param>
    public void Run<TVector>(int gates, int hidden, int first, int end)
        where TVector : struct, ISimd<TVector, T>
    {
        if (sums != null)
        {
            new PackedProduct<T>(rows, inputs, new MatrixView<T>(x, inputs, 1), weights, sums, gates, hidden).Run<TVector>(first, end, new TileBase<T>(bias, 0));
        }
    }
}
