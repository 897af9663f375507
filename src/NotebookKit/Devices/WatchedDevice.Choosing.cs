namespace NotebookKit.Devices;

/// <content>Drawing, choosing and ordering.</content>
internal sealed partial class WatchedDevice
{
    /// <inheritdoc/>
    internal override void Chance(Tensor y, ulong seed, ulong firstBlock, double probability)
    {
        using (profiler.Step(nameof(Chance), 0))
        {
            watched.Chance(y, seed, firstBlock, probability);
        }
    }

    /// <inheritdoc/>
    internal override void Keep(Tensor x, Tensor kept, double scale, Tensor y)
    {
        using (profiler.Step(nameof(Keep), y.Count))
        {
            watched.Keep(x, kept, scale, y);
        }
    }

    /// <inheritdoc/>
    internal override void Compare<TTest>(Tensor x, Tensor y, Tensor z)
    {
        using (profiler.Step(typeof(TTest).Name, z.Count))
        {
            watched.Compare<TTest>(x, y, z);
        }
    }

    /// <inheritdoc/>
    internal override void Whole<TFormula>(Tensor x, Tensor y, Tensor z)
    {
        using (profiler.Step(typeof(TFormula).Name, z.Count))
        {
            watched.Whole<TFormula>(x, y, z);
        }
    }

    /// <inheritdoc/>
    internal override void Where(Tensor condition, Tensor x, Tensor y, Tensor z)
    {
        using (profiler.Step(nameof(Where), y.Count))
        {
            watched.Where(condition, x, y, z);
        }
    }

    /// <inheritdoc/>
    internal override void SelectRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
        using (profiler.Step(nameof(SelectRows), 0))
        {
            watched.SelectRows(x, places, outer, middle, inner, y);
        }
    }

    /// <inheritdoc/>
    internal override void AddRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
        using (profiler.Step(nameof(AddRows), x.Count))
        {
            watched.AddRows(x, places, outer, middle, inner, y);
        }
    }

    /// <inheritdoc/>
    internal override void PutRows(Tensor x, Tensor places, int inner, Tensor y)
    {
        using (profiler.Step(nameof(PutRows), 0))
        {
            watched.PutRows(x, places, inner, y);
        }
    }

    /// <inheritdoc/>
    internal override Tensor NonZero(Tensor mask)
    {
        using (profiler.Step(nameof(NonZero), 0))
        {
            return watched.NonZero(mask);
        }
    }

    /// <inheritdoc/>
    internal override void CumSum(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        using (profiler.Step(nameof(CumSum), x.Count))
        {
            watched.CumSum(x, outer, middle, inner, y);
        }
    }

    /// <inheritdoc/>
    internal override void Recurrence(Tensor a, Tensor b, int outer, int middle, int inner, Tensor y)
    {
        using (profiler.Step(nameof(Recurrence), 2.0 * y.Count))
        {
            watched.Recurrence(a, b, outer, middle, inner, y);
        }
    }

    /// <inheritdoc/>
    internal override void BestSoFar(Tensor x, int outer, int middle, int inner, bool smallest, Tensor places)
    {
        using (profiler.Step(nameof(BestSoFar), 0))
        {
            watched.BestSoFar(x, outer, middle, inner, smallest, places);
        }
    }

    /// <inheritdoc/>
    internal override void SortPlaces(Tensor x, int outer, int middle, int inner, bool descending, Tensor places)
    {
        using (profiler.Step(nameof(SortPlaces), 0))
        {
            watched.SortPlaces(x, outer, middle, inner, descending, places);
        }
    }

    /// <inheritdoc/>
    internal override void SearchSorted(Tensor sorted, Tensor values, bool right, Tensor places)
    {
        using (profiler.Step(nameof(SearchSorted), 0))
        {
            watched.SearchSorted(sorted, values, right, places);
        }
    }
}
