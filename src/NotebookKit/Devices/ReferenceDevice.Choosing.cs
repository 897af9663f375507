namespace NotebookKit.Devices;

/// <content>Comparing, whole numbers, choosing, running results and order, one number at a time.</content>
internal sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    internal override void Compare<TTest>(Tensor x, Tensor y, Tensor z)
    {
        using IDisposable off = Gradients.Gradient.Off();
        (Tensor left, Tensor right) = (x.Expand(z.Shape), y.Expand(z.Shape));
        for (int i = 0; i < z.Count; i++)
        {
            bool holds = x.DType == DType.Int64
                ? TTest.Holds(Whole(left, i), Whole(right, i))
                : TTest.Holds(Read(left, Place(left, i)), Read(right, Place(right, i)));
            Write(z, z.Offset + i, holds ? 1 : 0);
        }
    }

    /// <inheritdoc/>
    internal override void Whole<TFormula>(Tensor x, Tensor y, Tensor z)
    {
        using IDisposable off = Gradients.Gradient.Off();
        (Tensor left, Tensor right) = (x.Expand(z.Shape), y.Expand(z.Shape));
        for (int i = 0; i < z.Count; i++)
        {
            if (x.DType == DType.Int64)
            {
                z.Elements<long>()[i] = TFormula.Of(Whole(left, i), Whole(right, i));
            }
            else
            {
                Write(z, z.Offset + i, TFormula.Of((byte)Read(left, Place(left, i)), (byte)Read(right, Place(right, i))));
            }
        }
    }

    /// <inheritdoc/>
    internal override void Where(Tensor condition, Tensor x, Tensor y, Tensor z)
    {
        using IDisposable off = Gradients.Gradient.Off();
        (Tensor choice, Tensor left, Tensor right) = (condition.Expand(z.Shape), x.Expand(z.Shape), y.Expand(z.Shape));
        for (int i = 0; i < z.Count; i++)
        {
            Tensor chosen = Read(choice, Place(choice, i)) != 0 ? left : right;
            Write(z, z.Offset + i, Read(chosen, Place(chosen, i)));
        }
    }

    /// <inheritdoc/>
    internal override void SelectRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
        for (int i = 0; i < y.Count; i++)
        {
            (int o, int k, int column) = (i / (places.Count * inner), i / inner % places.Count, i % inner);
            Write(y, y.Offset + i, Read(x, x.Offset + (((o * middle) + (int)places.Elements<long>()[k]) * inner) + column));
        }
    }

    /// <inheritdoc/>
    internal override void AddRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
        for (int i = 0; i < x.Count; i++)
        {
            (int o, int k, int column) = (i / (places.Count * inner), i / inner % places.Count, i % inner);
            int to = y.Offset + (((o * middle) + (int)places.Elements<long>()[k]) * inner) + column;
            Write(y, to, Read(y, to) + Read(x, x.Offset + i));
        }
    }

    /// <inheritdoc/>
    internal override void PutRows(Tensor x, Tensor places, int inner, Tensor y)
    {
        for (int i = 0; i < x.Count; i++)
        {
            Write(y, y.Offset + ((int)places.Elements<long>()[i / inner] * inner) + (i % inner), Read(x, x.Offset + i));
        }
    }

    /// <inheritdoc/>
    internal override Tensor NonZero(Tensor mask)
    {
        List<long> places = [];
        for (int i = 0; i < mask.Count; i++)
        {
            if (Read(mask, mask.Offset + i) != 0)
            {
                places.Add(i);
            }
        }

        return Tensor.From([.. places]).To(this);
    }

    /// <inheritdoc/>
    internal override void CumSum(Tensor x, int outer, int middle, int inner, Tensor y) => Cumulate(null, x, outer, middle, inner, y);

    /// <inheritdoc/>
    internal override void Recurrence(Tensor a, Tensor b, int outer, int middle, int inner, Tensor y) => Cumulate(a, b, outer, middle, inner, y);

    /// <inheritdoc/>
    internal override void BestSoFar(Tensor x, int outer, int middle, int inner, bool smallest, Tensor places)
    {
        for (int run = 0; run < outer * inner; run++)
        {
            int best = 0;
            for (int m = 0; m < middle; m++)
            {
                double value = Read(x, x.Offset + Along(run, m, middle, inner));
                double champion = Read(x, x.Offset + Along(run, best, middle, inner));
                best = double.IsNaN(value) || (smallest ? value <= champion : value >= champion) ? m : best;
                Write(places, places.Offset + Along(run, m, middle, inner), best);
            }
        }
    }

    /// <inheritdoc/>
    internal override void SortPlaces(Tensor x, int outer, int middle, int inner, bool descending, Tensor places)
    {
        for (int run = 0; run < outer * inner; run++)
        {
            // LINQ's order is stable; NaN, the smallest for it, is made the largest.
            double Key(int m) => Read(x, x.Offset + Along(run, m, middle, inner));
            IEnumerable<int> all = Enumerable.Range(0, middle);
            int[] order = [.. descending
                ? all.OrderByDescending(m => double.IsNaN(Key(m))).ThenByDescending(Key)
                : all.OrderBy(m => double.IsNaN(Key(m))).ThenBy(Key)];
            for (int m = 0; m < middle; m++)
            {
                Write(places, places.Offset + Along(run, m, middle, inner), order[m]);
            }
        }
    }

    /// <inheritdoc/>
    internal override void SearchSorted(Tensor sorted, Tensor values, bool right, Tensor places)
    {
        int length = sorted.Shape[-1];
        for (int i = 0; i < values.Count; i++)
        {
            int row = sorted.Rank == 1 ? 0 : i / values.Shape[-1];
            double value = Read(values, values.Offset + i);
            int place = 0;
            while (place < length && Stands(Read(sorted, sorted.Offset + (row * length) + place), value))
            {
                place++;
            }

            Write(places, places.Offset + i, place);
        }

        bool Stands(double before, double value) =>
            double.IsNaN(value) ? right || !double.IsNaN(before) : right ? before <= value : before < value;
    }

    private static long Whole(Tensor x, int i) => x.Storage.Span<long>()[Place(x, i)];

    // y_t = a_t y_(t-1) + b_t; a is 1 when left out.
    private static void Cumulate(Tensor? a, Tensor b, int outer, int middle, int inner, Tensor y)
    {
        for (int run = 0; run < outer * inner; run++)
        {
            double value = 0;
            for (int m = 0; m < middle; m++)
            {
                int at = Along(run, m, middle, inner);
                double factor = m == 0 || a is null ? 1 : Read(a, a.Offset + at);
                value = (factor * value) + Read(b, b.Offset + at);
                Write(y, y.Offset + at, value);
            }
        }
    }
}
