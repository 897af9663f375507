using System.Collections;
using System.Runtime.CompilerServices;

namespace NotebookKit.Charts;

/// <summary>An immutable copy of a list of numbers, made implicitly from the arrays and lists that charts are called with.</summary>
/// <remarks>Copying lets a training history go on growing while the figure of a moment ago is still on the screen.</remarks>
[CollectionBuilder(typeof(Numbers), nameof(Of))]
public readonly partial struct Numbers : IReadOnlyList<double>
{
    private readonly double[]? values;

    private Numbers(double[] values) => this.values = values;

    /// <summary>How many numbers there are.</summary>
    public int Count => Span.Length;

    /// <summary>The numbers without a copy.</summary>
    public ReadOnlySpan<double> Span => values;

    /// <summary>The number at a position.</summary>
    public double this[int index] => values![index];

    /// <summary>Copies a span; also what <c>[1, 2, 3]</c> calls.</summary>
    public static Numbers Of(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <summary>Copies any sequence.</summary>
    public static Numbers From(IEnumerable<double> values) => new([.. values]);

    /// <summary>0, 1, 2, …: the positions of a series that has no x values.</summary>
    public static Numbers Range(int count) => From(Enumerable.Range(0, count).Select(i => (double)i));

    /// <summary>Copies the values.</summary>
    public static implicit operator Numbers(double[] values) => Of(values);

    /// <summary>Copies the values.</summary>
    public static implicit operator Numbers(float[] values) => new(Array.ConvertAll(values, v => (double)v));

    /// <summary>Copies the values.</summary>
    public static implicit operator Numbers(int[] values) => new(Array.ConvertAll(values, v => (double)v));

    /// <summary>Copies the values.</summary>
    public static implicit operator Numbers(List<double> values) => From(values);

    /// <summary>Copies the values.</summary>
    public static implicit operator Numbers(List<float> values) => From(values.Select(v => (double)v));

    /// <summary>How many there are and the first of them.</summary>
    public override string ToString() => $"{Count:N0} numbers [{string.Join(", ", this.Take(6))}{(Count > 6 ? ", …" : string.Empty)}]";

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)(values ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
