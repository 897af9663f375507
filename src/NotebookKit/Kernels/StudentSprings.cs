using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>What near points of a plane pull at each other when Student's t says how strongly: t-SNE's attraction, over the pairs that have a p.</summary>
/// <remarks>
/// For each point i: the sum over its pairs of p_ij q_ij (y_i - y_j), with q_ij = 1 / (1 + d_ij^2). The places of a point's others are first brought side by
/// side, number by number, and then computed with as vectors of any width. Each point's pairs are filled up to whole vectors with itself and p = 0. A point's
/// sum runs over its pairs in one order by one thread: the same bits for any number of threads.
/// </remarks>
internal sealed unsafe class StudentSprings<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Whole = 16;
    private const int Room = 256;
    private const int RowsOfPart = 64;

    private readonly int[] starts;
    private readonly int[] others;
    private readonly T[] values;

    /// <summary>Takes the pairs of all points.</summary>
    /// <param name="starts">Where each point's pairs begin, and the end of the last.</param>
    /// <param name="others">The other point of each pair.</param>
    /// <param name="values">Its p.</param>
    public StudentSprings(int[] starts, int[] others, double[] values)
    {
        this.starts = new int[starts.Length];
        for (int i = 0; i + 1 < starts.Length; i++)
        {
            this.starts[i + 1] = checked(this.starts[i] + ((starts[i + 1] - starts[i] + Whole - 1) / Whole * Whole));
        }

        this.others = GC.AllocateUninitializedArray<int>(this.starts[^1]);
        this.values = new T[this.starts[^1]];
        for (int i = 0; i + 1 < starts.Length; i++)
        {
            int count = starts[i + 1] - starts[i], to = this.starts[i];
            others.AsSpan(starts[i], count).CopyTo(this.others.AsSpan(to));
            this.others.AsSpan(to + count, this.starts[i + 1] - to - count).Fill(i);
            for (int k = 0; k < count; k++)
            {
                this.values[to + k] = T.CreateTruncating(values[starts[i] + k]);
            }
        }
    }

    private int Count => starts.Length - 1;

    /// <summary>Computes the pulls.</summary>
    /// <param name="x">First coordinates.</param>
    /// <param name="y">Second coordinates.</param>
    /// <param name="forceX">Where the sums go.</param>
    /// <param name="forceY">Their second coordinates.</param>
    public void Pull(T* x, T* y, T* forceX, T* forceY) => Run(x, y, forceX, forceY, false);

    /// <summary>The sum over all pairs of p ln(1 + d^2).</summary>
    /// <param name="x">First coordinates.</param>
    /// <param name="y">Second coordinates.</param>
    /// <param name="logs">Room for the sum of each point.</param>
    public double Logs(T* x, T* y, T* logs)
    {
        Run(x, y, logs, null, true);
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += double.CreateTruncating(logs[i]);
        }

        return sum;
    }

    private void Run(T* x, T* y, T* first, T* second, bool areLogs)
    {
        fixed (int* start = starts, other = others)
        fixed (T* value = values)
        {
            Wide.Run<Job, T>((Count + RowsOfPart - 1) / RowsOfPart, new Job(start, other, value, Count, x, y, first, second, areLogs));
        }
    }

    private readonly struct Job(int* starts, int* others, T* values, int count, T* x, T* y, T* first, T* second, bool areLogs) : IWideBody<T>
    {
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            T* near = stackalloc T[2 * Room];
            for (int i = part * RowsOfPart; i < Math.Min(count, (part + 1) * RowsOfPart); i++)
            {
                if (areLogs)
                {
                    first[i] = LogsOf<TVector>(i, near);
                }
                else
                {
                    (first[i], second[i]) = PullOf<TVector>(i, near);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private (T X, T Y) PullOf<TVector>(int i, T* near)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector one = TVector.One, ownX = TVector.Create(x[i]), ownY = TVector.Create(y[i]), fx = TVector.Zero, fy = TVector.Zero;
            for (int from = starts[i]; from < starts[i + 1]; from += Room)
            {
                int taken = Gather(from, starts[i + 1], near);
                for (int k = 0; k < taken; k += TVector.Count)
                {
                    TVector dx = ownX - TVector.Load(near + k), dy = ownY - TVector.Load(near + Room + k);
                    TVector spring = TVector.Load(values + from + k) / TVector.MultiplyAdd(dx, dx, TVector.MultiplyAdd(dy, dy, one));
                    fx = TVector.MultiplyAdd(spring, dx, fx);
                    fy = TVector.MultiplyAdd(spring, dy, fy);
                }
            }

            return (TVector.Sum(fx), TVector.Sum(fy));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private T LogsOf<TVector>(int i, T* near)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector one = TVector.One, ownX = TVector.Create(x[i]), ownY = TVector.Create(y[i]), sum = TVector.Zero;
            for (int from = starts[i]; from < starts[i + 1]; from += Room)
            {
                int taken = Gather(from, starts[i + 1], near);
                for (int k = 0; k < taken; k += TVector.Count)
                {
                    TVector dx = ownX - TVector.Load(near + k), dy = ownY - TVector.Load(near + Room + k);
                    sum = TVector.MultiplyAdd(TVector.Load(values + from + k), TVector.Log(TVector.MultiplyAdd(dx, dx, TVector.MultiplyAdd(dy, dy, one))), sum);
                }
            }

            return TVector.Sum(sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Gather(int from, int end, T* near)
        {
            int taken = Math.Min(Room, end - from);
            for (int k = 0; k < taken; k++)
            {
                int j = others[from + k];
                (near[k], near[Room + k]) = (x[j], y[j]);
            }

            return taken;
        }
    }
}
