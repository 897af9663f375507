using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Order along an axis, and counting. NaN counts as largest.</content>
public partial class Tensor
{
    /// <summary>Where the smallest number stands (Int64), along an axis or, counting elements, among all; the first of equals.</summary>
    /// <param name="axis">The axis; all of them when null.</param>
    public Tensor ArgMin(int? axis = null) => Ops.ArgMax.Smallest(this, axis);

    /// <summary>The numbers in order along an axis, and where each of them stood (Int64). Gradients go back to those places.</summary>
    /// <remarks>Stable: equals keep their order, in both directions. NaN counts as largest: last when ascending, first when descending, as in PyTorch. O(n log n).</remarks>
    /// <param name="axis">The axis.</param>
    /// <param name="descending">The largest first.</param>
    public (Tensor Values, Tensor Positions) Sort(int axis = -1, bool descending = false)
    {
        Tensor places = Sorting.Places(nameof(Sort), this, axis, descending);
        return (Gather(axis, places), places);
    }

    /// <summary>Where the numbers stand in their order along an axis (Int64), as <see cref="Sort"/> finds them.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="descending">The largest first.</param>
    public Tensor ArgSort(int axis = -1, bool descending = false) => Sorting.Places(nameof(ArgSort), this, axis, descending);

    /// <summary>The k largest or smallest numbers along an axis in order, and where they stand (Int64); the first of equals.</summary>
    /// <param name="k">How many.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="largest">The largest, else the smallest.</param>
    /// <exception cref="ArgumentException">There are not that many.</exception>
    public (Tensor Values, Tensor Positions) TopK(int k, int axis = -1, bool largest = true) => Sorting.First(this, k, axis, largest);

    /// <summary>The k-th smallest number along an axis, and where it stands (Int64); k counts from 1.</summary>
    /// <param name="k">1 for the smallest.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    /// <exception cref="ArgumentException">There are not that many.</exception>
    public (Tensor Values, Tensor Positions) KthValue(int k, int axis = -1, bool keepDim = false) => Sorting.Kth(this, k, axis, keepDim);

    /// <summary>The middle of the sorted numbers, or halfway between the two in the middle (as NumPy; PyTorch takes the lower one).</summary>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor Median(int? axis = null, bool keepDim = false) => Sorting.Quantile(nameof(Median), this, 0.5, axis, keepDim);

    /// <summary>The number below which a part q of the n numbers lies: the one at place q (n - 1) of their order, on the straight line between neighbours.</summary>
    /// <remarks>NaN where one of the numbers is. Gradients go to the one or two numbers it is made of.</remarks>
    /// <param name="q">From 0, the smallest, to 1, the largest.</param>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor Quantile(double q, int? axis = null, bool keepDim = false) => Sorting.Quantile(nameof(Quantile), this, q, axis, keepDim);

    /// <summary>The different numbers in rising order, for each number which of them it is, and how often each stands there; each NaN is one of its own.</summary>
    /// <returns>Values [u], Int64 positions in them of the shape of this tensor, Int64 counts [u].</returns>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique() => Counting.Unique(this);

    /// <summary>How often each of the numbers 0, 1, 2, ... stands in a row of whole numbers (Int64).</summary>
    /// <param name="minLength">The least number of bins.</param>
    public Tensor BinCount(int minLength = 0) => Counting.BinCount(this, minLength);

    /// <summary>How many numbers lie in each bin between neighbouring edges (Int64). A bin holds its lower edge, the last one also its upper; numbers outside are not counted.</summary>
    /// <param name="edges">Rising, one more than bins.</param>
    public Tensor Histogram(Tensor edges) => Counting.Histogram(this, edges);

    /// <summary>How many numbers lie in each of some bins of one width (Int64), and the edges between them.</summary>
    /// <param name="bins">How many bins.</param>
    /// <param name="low">The first edge; the smallest number when null.</param>
    /// <param name="high">The last edge; the largest number when null.</param>
    public (Tensor Counts, Tensor Edges) Histogram(int bins, double? low = null, double? high = null)
    {
        Check.Floats(nameof(Histogram), this);
        double first = low ?? (Count == 0 ? 0 : Min().Item());
        double last = high ?? (Count == 0 ? 1 : Max().Item());
        if (bins < 1 || !(first <= last) || !double.IsFinite(last - first))
        {
            throw new ArgumentException($"Histogram: {bins} bins from {first} to {last} for {Shape}; give one bin or more and finite edges, the lower one first.");
        }

        (first, last) = first == last ? (first - 0.5, last + 0.5) : (first, last);
        Tensor edges = Linspace(first, last, bins + 1, DType);
        return (Counting.Histogram(this, edges), edges);
    }

    /// <summary>Where each value would be put into these sorted numbers so that they stay sorted (Int64).</summary>
    /// <param name="values">Of the kind of this tensor; of any shape for one row of sorted numbers, else with its rows.</param>
    /// <param name="right">After its equals, else before them.</param>
    public Tensor SearchSorted(Tensor values, bool right = false) => Counting.SearchSorted(nameof(SearchSorted), this, values, right);

    /// <summary>The number of the bin between rising boundaries in which each number lies (Int64): how many boundaries are below it.</summary>
    /// <param name="boundaries">One row of rising numbers.</param>
    /// <param name="right">Counts a boundary that the number equals as below it.</param>
    public Tensor Bucketize(Tensor boundaries, bool right = false) => Counting.SearchSorted(nameof(Bucketize), boundaries, this, right);
}
