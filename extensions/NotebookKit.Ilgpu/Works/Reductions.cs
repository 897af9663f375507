using System.Numerics;
using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>y[p, o, i] = the sum over every so-many-th m of x[o, m, i], in doubles: the first of two steps where there are fewer results than threads.</summary>
/// <remarks>Part p takes m = p, p + parts, ...: neighbouring threads read neighbouring numbers whichever axis is fastest.</remarks>
internal readonly struct PartialSumWork<T>(ArrayView<T> x, int outer, int middle, int inner, int parts, ArrayView<double> y) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int within = i % inner;
        int part = i / inner % parts;
        int run = i / inner / parts;
        double sum = 0;
        for (int m = part; m < middle; m += parts)
        {
            sum += Numbers.Wide(x[(((run * middle) + m) * inner) + within]);
        }

        y[(((part * outer) + run) * inner) + within] = sum;
    }
}

/// <summary>y[i] = the sum over p of x[p, i], part after part.</summary>
internal readonly struct TotalWork<T>(ArrayView<double> x, int parts, int count, ArrayView<T> y) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        double sum = 0;
        for (int part = 0; part < parts; part++)
        {
            sum += x[(part * count) + i];
        }

        y[i] = Numbers.Narrow<T>(sum);
    }
}

/// <summary>y[o, i] = the sum over m of x[o, m, i], for whole numbers.</summary>
internal readonly struct WholeSumWork(ArrayView<long> x, int middle, int inner, ArrayView<long> y) : IWork
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        long sum = 0;
        for (int m = 0; m < middle; m++)
        {
            sum += x[(((i / inner * middle) + m) * inner) + (i % inner)];
        }

        y[i] = sum;
    }
}

/// <summary>y[o, i] = the m of the largest x[o, m, i]: the first of equals, and NaN counts as largest.</summary>
internal readonly struct ArgMaxWork<T>(ArrayView<T> x, int middle, int inner, ArrayView<long> y) : IWork
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int start = (i / inner * middle * inner) + (i % inner);
        T top = x[start];
        int best = 0;
        for (int m = 1; m < middle; m++)
        {
            T value = x[start + (m * inner)];
            if (Numbers.IsLess(top, value))
            {
                top = value;
                best = m;
            }
        }

        y[i] = best;
    }
}

/// <summary>y_t = a_t y_(t-1) + b_t along the middle axis, beginning with b_0; a is 1 where there is none.</summary>
internal readonly struct ScanWork<T>(ArrayView<T> a, int hasFactors, ArrayView<T> b, int middle, int inner, ArrayView<T> y) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int at = (i / inner * middle * inner) + (i % inner);
        double value = 0;
        for (int m = 0; m < middle; m++, at += inner)
        {
            double factor = hasFactors == 0 || m == 0 ? 1 : Numbers.Wide(a[at]);
            value = (factor * value) + Numbers.Wide(b[at]);
            y[at] = Numbers.Narrow<T>(value);
        }
    }
}

/// <summary>The same for whole numbers.</summary>
internal readonly struct WholeScanWork(ArrayView<long> a, int hasFactors, ArrayView<long> b, int middle, int inner, ArrayView<long> y) : IWork
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int at = (i / inner * middle * inner) + (i % inner);
        long value = 0;
        for (int m = 0; m < middle; m++, at += inner)
        {
            long factor = hasFactors == 0 || m == 0 ? 1 : a[at];
            value = (factor * value) + b[at];
            y[at] = value;
        }
    }
}

/// <summary>Where the largest, or smallest, number so far stands; the last of equals, and NaN always.</summary>
internal readonly struct BestSoFarWork<T>(ArrayView<T> x, int middle, int inner, int smallest, ArrayView<long> places) : IWork
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int start = (i / inner * middle * inner) + (i % inner);
        int best = 0;
        T champion = x[start];
        for (int m = 0; m < middle; m++)
        {
            T value = x[start + (m * inner)];
            bool wins = Numbers.IsNaN(value) || (smallest != 0 ? value <= champion : value >= champion);
            if (wins)
            {
                best = m;
                champion = value;
            }

            places[start + (m * inner)] = best;
        }
    }
}

/// <summary>places[rank of m] = m: each number counts those that come before it. The work is the square of the length, and all of it at once.</summary>
internal readonly struct RankWork<T>(ArrayView<T> x, int middle, int inner, int descending, ArrayView<long> places) : IWork
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int m = i / inner % middle;
        int start = (i / inner / middle * middle * inner) + (i % inner);
        T own = x[i];
        int rank = 0;
        for (int k = 0; k < middle; k++)
        {
            T other = x[start + (k * inner)];
            bool before = descending != 0 ? Numbers.IsLess(own, other) : Numbers.IsLess(other, own);
            bool after = descending != 0 ? Numbers.IsLess(other, own) : Numbers.IsLess(own, other);
            if (before || (!after && k < m))
            {
                rank++;
            }
        }

        places[start + (rank * inner)] = m;
    }
}

/// <summary>Where values would stand in rows of sorted numbers, by halving.</summary>
internal readonly struct SearchWork<T>(ArrayView<T> sorted, int length, ArrayView<T> values, int valuesInRow, int right, ArrayView<long> places) : IWork
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int start = i / valuesInRow * length;
        T value = values[i];
        int low = 0;
        int high = length;
        while (low < high)
        {
            int half = (low + high) / 2;
            T there = sorted[start + half];
            bool stands = right != 0 ? !Numbers.IsLess(value, there) : Numbers.IsLess(there, value);
            if (stands)
            {
                low = half + 1;
            }
            else
            {
                high = half;
            }
        }

        places[i] = low;
    }
}
