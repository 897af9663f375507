using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>What every point of a plane suffers from all others when they push each other away with Student's t: t-SNE's repulsion.</summary>
/// <remarks>
/// For each point i, with q_ij = 1 / (1 + d_ij^2): the force sum over j of q_ij^2 (y_i - y_j), and the sum over j of q_ij. All n^2 pairs are
/// computed, some ten instructions for as many pairs as a vector holds. Two points are done at a time, so that each load of the others serves both.
/// A point's sums run over the others in one order by one thread: the same bits for any number of threads.
/// </remarks>
internal static unsafe class StudentForces
{
    /// <summary>Where the places that fill up the last vector lie: so far away that they push nobody.</summary>
    public const double FarAway = 1e15;

    private const int RowsOfPart = 64;

    /// <summary>Room for n points and the places that fill up the last vector.</summary>
    public static int Padded(int count) => (count + 15) & ~15;

    /// <summary>Computes forces and sums.</summary>
    /// <param name="x">First coordinates, filled up to <see cref="Padded"/> with <see cref="FarAway"/>.</param>
    /// <param name="y">Second coordinates, likewise.</param>
    /// <param name="count">n.</param>
    /// <param name="forceX">Where the forces go, padded room.</param>
    /// <param name="forceY">Their second coordinates.</param>
    /// <param name="sums">Where the sums of q go, the point itself with q = 1 among them, padded room.</param>
    public static void Push<T>(T* x, T* y, int count, T* forceX, T* forceY, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.Run<Job<T>, T>((count + RowsOfPart - 1) / RowsOfPart, new Job<T>(x, y, count, forceX, forceY, sums));

    private readonly struct Job<T>(T* x, T* y, int count, T* forceX, T* forceY, T* sums) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            // An odd last point is done beside the place that fills up, which there is room for.
            for (int i = part * RowsOfPart; i < Math.Min(count, (part + 1) * RowsOfPart); i += 2)
            {
                Two<TVector>(i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Two<TVector>(int i)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector one = TVector.One;
            TVector x0 = TVector.Create(x[i]), y0 = TVector.Create(y[i]), x1 = TVector.Create(x[i + 1]), y1 = TVector.Create(y[i + 1]);
            TVector fx0 = TVector.Zero, fy0 = TVector.Zero, s0 = TVector.Zero, fx1 = TVector.Zero, fy1 = TVector.Zero, s1 = TVector.Zero;
            T* px = x, py = y;
            int padded = Padded(count);
            for (int j = 0; j < padded; j += TVector.Count)
            {
                TVector xj = TVector.Load(px + j), yj = TVector.Load(py + j);
                TVector dx = x0 - xj, dy = y0 - yj;
                TVector q = one / TVector.MultiplyAdd(dx, dx, TVector.MultiplyAdd(dy, dy, one));
                TVector square = q * q;
                s0 += q;
                fx0 = TVector.MultiplyAdd(square, dx, fx0);
                fy0 = TVector.MultiplyAdd(square, dy, fy0);
                dx = x1 - xj;
                dy = y1 - yj;
                q = one / TVector.MultiplyAdd(dx, dx, TVector.MultiplyAdd(dy, dy, one));
                square = q * q;
                s1 += q;
                fx1 = TVector.MultiplyAdd(square, dx, fx1);
                fy1 = TVector.MultiplyAdd(square, dy, fy1);
            }

            (forceX[i], forceY[i], sums[i]) = (TVector.Sum(fx0), TVector.Sum(fy0), TVector.Sum(s0));
            (forceX[i + 1], forceY[i + 1], sums[i + 1]) = (TVector.Sum(fx1), TVector.Sum(fy1), TVector.Sum(s1));
        }
    }
}
