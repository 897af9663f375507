using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NotebookKit;

/// <summary>The sizes of a tensor's axes, outermost first: [64, 1, 28, 28] is 64 images of one channel.</summary>
/// <remarks>Immutable. Equal when all sizes are equal. An empty shape, [], is a scalar.</remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
[CollectionBuilder(typeof(Shape), nameof(Of))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Shape is the field's word.")]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    // None for default(Shape), which is a scalar with one element.
    private readonly AxisSizes? sizes;

    /// <summary>Makes the shape of sizes that are known.</summary>
    internal Shape(AxisSizes sizes) => this.sizes = sizes;

    /// <summary>Makes a shape from its sizes.</summary>
    /// <exception cref="ArgumentException">A size is negative, or there are more elements than an array can hold.</exception>
    public Shape(params ReadOnlySpan<int> sizes) => this.sizes = AxisSizes.Of(sizes);

    /// <summary>How many elements: the product of the sizes; 1 for a scalar.</summary>
    public int Count => sizes?.Count ?? 1;

    /// <summary>How many axes.</summary>
    public int Rank => sizes?.Rank ?? 0;

    /// <summary>How many axes, under the name by which C# asks a list: <c>[.. shape]</c> and <c>shape is [var n, ..]</c> go over the axes.</summary>
    public int Length => Rank;

    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>The size of one axis; negative axes count from the end, -1 is the last.</summary>
    public int this[int axis] => Span[NormalAxis(axis)];

    /// <summary>The size of one axis from the end: <c>shape[^1]</c> is the last.</summary>
    public int this[Index axis] => Span[axis];

    /// <summary>The sizes.</summary>
    public ReadOnlySpan<int> Span => sizes is null ? default : sizes.Span;

    /// <summary>The sizes, as the object that equal shapes share.</summary>
    internal AxisSizes Sizes => sizes ?? AxisSizes.None;

    /// <summary>Whether two shapes are the same object or hold the same sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ in any size.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Reads an array as a shape.</summary>
    public static implicit operator Shape(int[] sizes) => new((ReadOnlySpan<int>)sizes);

    /// <summary>Makes the shape of a collection expression, <c>Shape s = [2, 3];</c>.</summary>
    public static Shape Of(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>Turns an axis that may count from the end into 0 .. Rank-1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int NormalAxis(int axis)
    {
        int normal = axis < 0 ? axis + Rank : axis;
        return (uint)normal < (uint)Rank
            ? normal
            : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Shape {this} has {Rank} axes; an axis is {-Rank} to {Rank - 1}.");
    }

    /// <summary>The strides of a contiguous tensor of this shape, in elements: the last axis moves by 1.</summary>
    public int[] ContiguousStrides() => Sizes.InOrder.Strides.ToArray();

    /// <summary>The sizes as a new array.</summary>
    public int[] ToArray() => Span.ToArray();

    /// <inheritdoc/>
    public bool Equals(Shape other) => ReferenceEquals(sizes, other.sizes) || Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int size in Span)
        {
            hash.Add(size);
        }

        return hash.ToHashCode();
    }

    /// <summary>The sizes in brackets: <c>[64, 784]</c>.</summary>
    public override string ToString() => Text(Span);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static string Text(ReadOnlySpan<int> sizes) => "[" + string.Join(", ", sizes.ToArray()) + "]";
}
