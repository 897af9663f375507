using NotebookKit.Ops;

namespace NotebookKit;

/// <content>
/// Comparisons and logic. Each gives a Bool tensor; no gradient flows through an answer. The operators == and != are not among
/// them: they ask, as for any C# object, whether two names mean the same tensor; <see cref="EqualTo(Tensor)"/> compares numbers.
/// </content>
public partial class Tensor
{
    /// <summary>Where the numbers of left are above those of right.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => Comparison.Apply<Comparison.Greater>(left, right);

    /// <summary>Where the numbers are above one number.</summary>
    public static Tensor operator >(Tensor left, double right) => Comparison.Apply<Comparison.Greater>(left, right);

    /// <summary>Where one number is above the numbers.</summary>
    public static Tensor operator >(double left, Tensor right) => Comparison.Apply<Comparison.Less>(right, left);

    /// <summary>Where the numbers of left are below those of right.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => Comparison.Apply<Comparison.Less>(left, right);

    /// <summary>Where the numbers are below one number.</summary>
    public static Tensor operator <(Tensor left, double right) => Comparison.Apply<Comparison.Less>(left, right);

    /// <summary>Where one number is below the numbers.</summary>
    public static Tensor operator <(double left, Tensor right) => Comparison.Apply<Comparison.Greater>(right, left);

    /// <summary>Where the numbers of left are above those of right or equal.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => Comparison.Apply<Comparison.GreaterOrEqual>(left, right);

    /// <summary>Where the numbers are above one number or equal.</summary>
    public static Tensor operator >=(Tensor left, double right) => Comparison.Apply<Comparison.GreaterOrEqual>(left, right);

    /// <summary>Where one number is above the numbers or equal.</summary>
    public static Tensor operator >=(double left, Tensor right) => Comparison.Apply<Comparison.LessOrEqual>(right, left);

    /// <summary>Where the numbers of left are below those of right or equal.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => Comparison.Apply<Comparison.LessOrEqual>(left, right);

    /// <summary>Where the numbers are below one number or equal.</summary>
    public static Tensor operator <=(Tensor left, double right) => Comparison.Apply<Comparison.LessOrEqual>(left, right);

    /// <summary>Where one number is below the numbers or equal.</summary>
    public static Tensor operator <=(double left, Tensor right) => Comparison.Apply<Comparison.GreaterOrEqual>(right, left);

    /// <summary>Where both are true.</summary>
    public static Tensor operator &(Tensor left, Tensor right) => WholeNumbers.And(left, right);

    /// <summary>Where one is true, or both.</summary>
    public static Tensor operator |(Tensor left, Tensor right) => WholeNumbers.Or(left, right);

    /// <summary>Where exactly one is true.</summary>
    public static Tensor operator ^(Tensor left, Tensor right) => WholeNumbers.Xor(left, right);

    /// <summary>Where it is false.</summary>
    public static Tensor operator !(Tensor operand) => WholeNumbers.Not(operand);

    /// <summary>Where the numbers equal the other's; NaN equals nothing.</summary>
    public Tensor EqualTo(Tensor other) => Comparison.Apply<Comparison.EqualTo>(this, other);

    /// <summary>Where the numbers equal one number.</summary>
    public Tensor EqualTo(double value) => Comparison.Apply<Comparison.EqualTo>(this, value);

    /// <summary>Where the numbers differ from the other's; NaN differs from everything.</summary>
    public Tensor NotEqualTo(Tensor other) => Comparison.Apply<Comparison.NotEqualTo>(this, other);

    /// <summary>Where the numbers differ from one number.</summary>
    public Tensor NotEqualTo(double value) => Comparison.Apply<Comparison.NotEqualTo>(this, value);

    /// <summary>Where the numbers are above the other's: x &gt; y.</summary>
    public Tensor Greater(Tensor other) => this > other;

    /// <summary>Where the numbers are above the other's or equal: x &gt;= y.</summary>
    public Tensor GreaterOrEqual(Tensor other) => this >= other;

    /// <summary>Where the numbers are below the other's: x &lt; y.</summary>
    public Tensor Less(Tensor other) => this < other;

    /// <summary>Where the numbers are below the other's or equal: x &lt;= y.</summary>
    public Tensor LessOrEqual(Tensor other) => this <= other;

    /// <summary>Where the numbers are NaN; nowhere among whole numbers.</summary>
    public Tensor IsNaN() => NotEqualTo(this);

    /// <summary>Where the numbers are neither NaN nor infinite; everywhere among whole numbers.</summary>
    public Tensor IsFinite() => DType.IsFloat() ? (Detach() - Detach()).EqualTo(0) : EqualTo(this);

    /// <summary>How many numbers are not 0, along one axis or of all (Int64); NaN is not 0.</summary>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor CountNonZero(int? axis = null, bool keepDim = false) => NotEqualTo(0).Sum(axis, keepDim);

    /// <summary>Whether any number is not 0, along one axis or of all; false where there are none.</summary>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor Any(int? axis = null, bool keepDim = false) => CountNonZero(axis, keepDim) > 0;

    /// <summary>Whether no number is 0, along one axis or of all; true where there are none.</summary>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor All(int? axis = null, bool keepDim = false) => EqualTo(0).Sum(axis, keepDim).EqualTo(0);

    /// <summary>Whether all numbers are as good as the other's: |x - y| at most absolute + relative |y|; equal infinities are.</summary>
    /// <param name="other">y, of the same kind and a shape that fits.</param>
    /// <param name="relative">The allowed difference as a part of |y|.</param>
    /// <param name="absolute">The allowed difference where y is 0.</param>
    /// <param name="nanIsEqual">Whether two NaNs at one place are as good as equal.</param>
    public bool AllClose(Tensor other, double relative = 1e-5, double absolute = 1e-8, bool nanIsEqual = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        Kinds.Same(nameof(AllClose), this, other);
        _ = Broadcasting.Join(nameof(AllClose), Shape, other.Shape);
        Tensor x = Detach().To(DType.Float64);
        Tensor y = other.Detach().To(DType.Float64);
        Tensor close = x.EqualTo(y) | (((x - y).Abs() <= (absolute + (relative * y.Abs()))) & y.IsFinite());
        return (nanIsEqual ? close | (x.IsNaN() & y.IsNaN()) : close).All().Item() != 0;
    }
}
