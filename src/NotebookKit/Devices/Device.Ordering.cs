namespace NotebookKit.Devices;

/// <content>Running results and order along the middle axis of [outer, middle, inner].</content>
public abstract partial class Device
{
    /// <summary>y_t = x_0 + ... + x_t, for floats and Int64.</summary>
    internal abstract void CumSum(Tensor x, int outer, int middle, int inner, Tensor y);

    /// <summary>y_t = a_t y_(t-1) + b_t, beginning with y_0 = b_0, for floats and Int64.</summary>
    internal abstract void Recurrence(Tensor a, Tensor b, int outer, int middle, int inner, Tensor y);

    /// <summary>places_t = where the largest, or smallest, of x_0 ... x_t stands; the last of equals.</summary>
    internal abstract void BestSoFar(Tensor x, int outer, int middle, int inner, bool smallest, Tensor places);

    /// <summary>The places of the numbers in their order; equals keep theirs, NaN counts as largest.</summary>
    internal abstract void SortPlaces(Tensor x, int outer, int middle, int inner, bool descending, Tensor places);

    /// <summary>Where values would stand in rows of sorted numbers; one row serves all when there is only one.</summary>
    internal abstract void SearchSorted(Tensor sorted, Tensor values, bool right, Tensor places);
}
