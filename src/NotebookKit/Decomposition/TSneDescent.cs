using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Decomposition;

/// <summary>A t-SNE map on its way: places, momentum and gains, coordinate by coordinate.</summary>
/// <remarks>A gain grows by 0.2 where a step goes on as the last one went and shrinks to 0.8 of itself where it turns round, as in van der Maaten's code. Jacobs 1988.</remarks>
internal sealed unsafe class TSneDescent<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double LeastGain = 0.01;

    private readonly int count;
    private readonly double angle;
    private readonly double entropy;          // sum of p ln p
    private readonly double total;            // sum of p
    private readonly StudentSprings<T> springs;
    private readonly StudentTree<T>? tree;    // null: all pairs
    private readonly T[] place;               // x of all points, padded, then y
    private readonly T[] push;                // forces, likewise, then the sums of q
    private readonly T[] pull;
    private readonly double[] step;
    private readonly double[] gain;
    private readonly int padded;

    /// <summary>Begins at some places.</summary>
    /// <param name="p">P.</param>
    /// <param name="start">[N, 2].</param>
    /// <param name="angle">How wide a far group of points may look to push as one; null: all pairs.</param>
    public TSneDescent(Affinities p, Tensor start, double? angle = null)
    {
        (count, padded, this.angle) = (p.Count, StudentForces.Padded(p.Count), angle ?? 0);
        springs = new StudentSprings<T>(p.Starts, p.Others, p.Values);
        tree = angle is null ? null : new StudentTree<T>(count);
        foreach (double value in p.Values)
        {
            total += value;
            entropy += value > 0 ? value * Math.Log(value) : 0;
        }

        place = GC.AllocateArray<T>(2 * padded, pinned: true);
        push = GC.AllocateArray<T>(3 * padded, pinned: true);
        pull = GC.AllocateArray<T>(2 * padded, pinned: true);
        (step, gain) = (new double[2 * padded], new double[2 * padded]);
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
        fixed (T* y = place, f = pull)
        {
            springs.Pull(y, y + padded, f, f + padded);
        }

        for (int axis = 0; axis < 2; axis++)
        {
            double sum = 0;
            for (int i = axis * padded; i < (axis * padded) + count; i++)
            {
                double slope = 4 * ((exaggeration * double.CreateTruncating(pull[i])) - (double.CreateTruncating(push[i]) / z));
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

    /// <summary>KL(P || Q) of the places: sum of p ln p + ln Z sum of p + sum of p ln(1 + d^2).</summary>
    public double Divergence()
    {
        double z = Push();
        fixed (T* y = place, room = pull)
        {
            return entropy + (total * Math.Log(z)) + springs.Logs(y, y + padded, room);
        }
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

    // Forces from all others; Z, the sum of q over all pairs of two different points.
    private double Push()
    {
        fixed (T* y = place, f = push)
        {
            if (tree is null)
            {
                StudentForces.Push(y, y + padded, count, f, f + padded, f + (2 * padded));
            }
            else
            {
                tree.Push(y, y + padded, angle, f, f + padded, f + (2 * padded));
            }
        }

        double z = 0;
        for (int i = 0; i < count; i++)
        {
            z += double.CreateTruncating(push[(2 * padded) + i]);
        }

        return Math.Max(z - count, double.Epsilon);
    }
}
