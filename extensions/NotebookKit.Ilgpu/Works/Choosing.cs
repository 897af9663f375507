using System.Numerics;
using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>y[o, k, i] = x[o, indices[o, k, i], i].</summary>
internal readonly struct PickWork<TBits>(ArrayView<TBits> x, ArrayView<long> indices, int middle, int count, int inner, ArrayView<TBits> y) : IWork
    where TBits : unmanaged
{
    /// <inheritdoc/>
    public void Run(int i) => y[i] = x[(((i / inner / count * middle) + (int)indices[i]) * inner) + (i % inner)];
}

/// <summary>y[o, indices[o, k, i], i] += x[o, k, i], k after k: one thread for all k of an o and i, so the sums have one order.</summary>
internal readonly struct AddPickedWork<T>(ArrayView<T> x, ArrayView<long> indices, int middle, int count, int inner, ArrayView<T> y) : IWork
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int o = i / inner;
        int within = i % inner;
        for (int k = 0; k < count; k++)
        {
            int from = (((o * count) + k) * inner) + within;
            int to = (((o * middle) + (int)indices[from]) * inner) + within;
            y[to] = y[to] + x[from];
        }
    }
}

/// <summary>y[o, k, :] = x[o, places[k], :].</summary>
internal readonly struct SelectRowsWork<TBits>(ArrayView<TBits> x, ArrayView<long> places, int count, int middle, int inner, ArrayView<TBits> y) : IWork
    where TBits : unmanaged
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int row = i / inner;
        y[i] = x[(((row / count * middle) + (int)places[row % count]) * inner) + (i % inner)];
    }
}

/// <summary>y[o, places[k], :] += x[o, k, :]: the first of equal places in their order adds up all of them, in that order.</summary>
/// <remarks>With the places sorted each target has one thread a number, and no two threads write the same.</remarks>
internal readonly struct AddRowsWork<T>(ArrayView<T> x, ArrayView<long> places, ArrayView<long> order, int count, int middle, int inner, ArrayView<T> y) : IWork
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int within = i % inner;
        int rank = i / inner % count;
        int o = i / inner / count;
        long place = places[order[rank]];
        if (rank > 0 && places[order[rank - 1]] == place)
        {
            return;
        }

        int to = (((o * middle) + (int)place) * inner) + within;
        T sum = y[to];
        for (int next = rank; next < count && places[order[next]] == place; next++)
        {
            sum = sum + x[(((o * count) + (int)order[next]) * inner) + within];
        }

        y[to] = sum;
    }
}

/// <summary>y[places[k], :] = x[k, :]; the last of equal places writes.</summary>
internal readonly struct PutRowsWork<TBits>(ArrayView<TBits> x, ArrayView<long> places, ArrayView<long> order, int count, int inner, ArrayView<TBits> y) : IWork
    where TBits : unmanaged
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int rank = i / inner;
        long place = places[order[rank]];
        if (rank == count - 1 || places[order[rank + 1]] != place)
        {
            y[((int)place * inner) + (i % inner)] = x[((int)order[rank] * inner) + (i % inner)];
        }
    }
}
