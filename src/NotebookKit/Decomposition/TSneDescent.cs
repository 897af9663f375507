using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Decomposition;

/// <summary>A t-SNE map on its way: places, momentum and gains, coordinate by coordinate.</summary>
/// <remarks>A gain grows by 0.2 where a step goes on as the last one went and shrinks to 0.8 of itself where it turns round, as in van der Maaten's code. Jacobs 1988.</remarks>
internal sealed unsafe class TSneDescent<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int RowsOfPart = 128;
    private const double LeastGain = 0.01;

    private readonly Affinities p;
    private readonly int count;
    private readonly T[] place;       // x of all points, padded, then y
    private readonly T[] push;        // forces, likewise, then the sums of q
    private readonly double[] pull;
    private readonly double[] step;
    private readonly double[] gain;
    private readonly int padded;

    /// <summary>Begins at some places.</summary>
    public TSneDescent(Affinities p, Tensor start)
    {
        (this.p, count, padded) = (p, p.Count, StudentForces.Padded(p.Count));
        place = GC.AllocateArray<T>(2 * padded, pinned: true);
        push = GC.AllocateArray<T>(3 * padded, pinned: true);
        (pull, step, gain) = (new double[2 * padded], new double[2 * padded], new double[2 * padded]);
        Array.Fill(gain, 1);
        Array.Fill(place, T.CreateTruncating(StudentForces.FarAway));
        double[] given = start.To(DType.Float64).ToArray<double>();
        for (int i = 0; i < 2 * count; i++)
        {
            place[((i % 2) * padded) + (i / 2)] = T.CreateTruncating(given[i]);
        }
    }

    /// <summary>One step downhill.</summary>
    public void Step(double exaggeration, double rate, double momentum)
    {
        double z = Push();
        Pull();
        for (int axis = 0; axis < 2; axis++)
        {
            double sum = 0;
            for (int i = axis * padded; i < (axis * padded) + count; i++)
            {
                double slope = 4 * ((exaggeration * pull[i]) - (double.CreateTruncating(push[i]) / z));
                gain[i] = Math.Max(LeastGain, slope * step[i] < 0 ? gain[i] + 0.2 : gain[i] * 0.8);
                step[i] = (momentum * step[i]) - (rate * gain[i] * slope);
                place[i] += T.CreateTruncating(step[i]);
                sum += double.CreateTruncating(place[i]);
            }

            T middle = T.CreateTruncating(sum / count);
            for (int i = axis * padded; i < (axis * padded) + count; i++)
            {
                place[i] -= middle;
            }
        }
    }

    /// <summary>KL(P || Q) of the places.</summary>
    public double Divergence()
    {
        double z = Push();
        double[] parts = new double[count];
        Parallel.For(0, count, i =>
        {
            for (int at = p.Starts[i]; at < p.Starts[i + 1]; at++)
            {
                (double dx, double dy) = Gap(i, p.Others[at]);
                parts[i] += p.Values[at] > 0 ? p.Values[at] * Math.Log(p.Values[at] * z * (1 + (dx * dx) + (dy * dy))) : 0;
            }
        });
        return parts.Sum();
    }

    /// <summary>The places, [N, 2].</summary>
    public Tensor Map()
    {
        T[] map = new T[2 * count];
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = place[((i % 2) * padded) + (i / 2)];
        }

        return Tensor.Wrap(map, [count, 2]).Keep();
    }

    // Forces from all pairs; Z, the sum of q over all pairs of two different points.
    private double Push()
    {
        fixed (T* y = place, f = push)
        {
            StudentForces.Push(y, y + padded, count, f, f + padded, f + (2 * padded));
        }

        double z = 0;
        for (int i = 0; i < count; i++)
        {
            z += double.CreateTruncating(push[(2 * padded) + i]);
        }

        return Math.Max(z - count, double.Epsilon);
    }

    private void Pull()
    {
        PullJob job = new(this);
        Fork.Run((count + RowsOfPart - 1) / RowsOfPart, ref job);
    }

    private (double X, double Y) Gap(int i, int j) =>
        (double.CreateTruncating(place[i] - place[j]), double.CreateTruncating(place[padded + i] - place[padded + j]));

    private readonly struct PullJob(TSneDescent<T> owner) : IForkBody
    {
        public void Run(int part)
        {
            for (int i = part * RowsOfPart; i < Math.Min(owner.count, (part + 1) * RowsOfPart); i++)
            {
                double x = 0, y = 0;
                for (int at = owner.p.Starts[i]; at < owner.p.Starts[i + 1]; at++)
                {
                    (double dx, double dy) = owner.Gap(i, owner.p.Others[at]);
                    double spring = owner.p.Values[at] / (1 + (dx * dx) + (dy * dy));
                    x += spring * dx;
                    y += spring * dy;
                }

                (owner.pull[i], owner.pull[owner.padded + i]) = (x, y);
            }
        }
    }
}
