using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>Many products of matrices at once, C = A B for each pair, as the heads of attention have them: the threads share the pairs.</summary>
/// <remarks>
/// A product of 128 x 32 x 128 takes three microseconds, about as long as a fork; one fork for all of them instead of one each. A product inside
/// the fork runs on the thread it is on. With fewer pairs than threads each product is shared out instead.
/// </remarks>
internal static unsafe class GemmEach
{
    /// <summary>C = A B for each pair.</summary>
    /// <param name="layoutA">[.., m, k]; leading axes may repeat.</param>
    /// <param name="a">A's numbers.</param>
    /// <param name="layoutB">[.., k, n], with the same leading sizes.</param>
    /// <param name="b">B's numbers.</param>
    /// <param name="c">[.., m, n], one after the other.</param>
    public static void Multiply<T>(Layout layoutA, T* a, Layout layoutB, T* b, T* c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int axes = layoutA.Sizes.Length - 2;
        int pairs = 1;
        foreach (int size in layoutA.Sizes[..axes])
        {
            pairs *= size;
        }

        int[] startsA = Starts(layoutA, pairs), startsB = Starts(layoutB, pairs);
        fixed (int* pa = startsA, pb = startsB)
        {
            PairsJob<T> job = new(
                layoutA.Sizes[axes], layoutB.Sizes[axes + 1], layoutA.Sizes[axes + 1], a, pa, layoutA.Strides[axes], layoutA.Strides[axes + 1], b, pb, layoutB.Strides[axes], layoutB.Strides[axes + 1], c);
            if (pairs < Fork.Threads)
            {
                for (int pair = 0; pair < pairs; pair++)
                {
                    job.Run(pair);
                }
            }
            else
            {
                Fork.Run(pairs, ref job);
            }
        }
    }

    // Where each matrix begins, the last leading axis fastest.
    private static int[] Starts(Layout layout, int pairs)
    {
        int[] starts = new int[pairs];
        int axes = layout.Sizes.Length - 2;
        for (int pair = 0; pair < pairs; pair++)
        {
            int start = layout.Offset;
            int rest = pair;
            for (int axis = axes - 1; axis >= 0; axis--)
            {
                start += rest % layout.Sizes[axis] * layout.Strides[axis];
                rest /= layout.Sizes[axis];
            }

            starts[pair] = start;
        }

        return starts;
    }

    private readonly struct PairsJob<T>(
        int m, int n, int k, T* a, int* startsA, int rowStepA, int columnStepA, T* b, int* startsB, int rowStepB, int columnStepB, T* c) : IForkBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int pair) => Gemm.Multiply(
            m,
            n,
            k,
            new MatrixView<T>(a + startsA[pair], rowStepA, columnStepA),
            new MatrixView<T>(b + startsB[pair], rowStepB, columnStepB),
            c + ((long)pair * m * n),
            n,
            accumulate: false);
    }
}
