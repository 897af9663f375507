using NotebookKit.Charts;
using NotebookKit.Charts.Drawing;

namespace NotebookKit.Checks;

/// <summary>What a check asks: each call that does not hold ends the check with a message that says what was expected, what came, and on which input.</summary>
/// <remarks><c>because</c> is the course's own sentence, put after the facts; it should explain and not give the answer away.</remarks>
public sealed partial class CheckTest
{
    private readonly IStudentCode? student;

    internal CheckTest(IStudentCode? student, CancellationToken cancellation)
    {
        this.student = student;
        Cancellation = cancellation;
    }

    /// <summary>Says when the time is over.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>How many things held so far.</summary>
    public int Held { get; private set; }

    /// <summary>What is shown with the result.</summary>
    internal Figure? Shown { get; private set; }

    /// <summary>The newest form of something the student wrote: <c>t.Student&lt;Func&lt;double, double&gt;&gt;("Sigmoid")</c>, <c>t.Student&lt;Tensor&gt;("weights")</c>, <c>t.Student&lt;Module&gt;("new Net()")</c>.</summary>
    /// <typeparam name="T">What it must be; a function is asked for as the delegate that it fits.</typeparam>
    /// <param name="expression">A name, or a C# expression.</param>
    public T Student<T>(string expression)
    {
        if (student is null)
        {
            throw new InvalidOperationException($"This check asks for the student's {expression}, and was run without a session.");
        }

        object? value;
        try
        {
            value = student.Evaluate($"({CSharpName.Of(typeof(T))})({expression})");
        }
        catch (MissingMemberException)
        {
            throw new NotDoneException($"{expression} does not exist yet. Write it in the cell of the exercise and run that cell.");
        }
        catch (InvalidCastException e)
        {
            throw new CheckFailedException(Brief.Message($"{expression} should fit {CSharpName.Of(typeof(T))}: {e.Message}"));
        }

        return value is T fitting ? fitting : value is null && default(T) is null ? default! : throw new CheckFailedException(
            $"{expression} should be {CSharpName.Of(typeof(T))}, and is {(value is null ? "null" : CSharpName.Of(value.GetType()))}.");
    }

    /// <summary>Asks that two numbers agree: |actual - expected| &lt;= tolerance * max(1, |expected|).</summary>
    public void Close(double actual, double expected, double tolerance = 1e-6, string? on = null, string? because = null)
    {
        bool near = Near(actual, expected, tolerance);
        Hold(near, () => $"{Expected(Brief.Of(expected), tolerance)}{On(on)}, and got {Brief.Of(actual)}{Off(actual, expected)}.", because);
    }

    /// <summary>Asks that two rows of numbers agree, one by one.</summary>
    public void Close(IEnumerable<double> actual, IEnumerable<double> expected, double tolerance = 1e-6, string? on = null, string? because = null)
    {
        ArgumentNullException.ThrowIfNull(expected);
        Hold(actual is not null, () => $"expected {Brief.Of(expected)}{On(on)}, and got null.", because);
        double[] wanted = [.. expected];

        // One more than wanted is enough to know that there are too many.
        double[] came = [.. actual!.Take(wanted.Length + 1)];
        Hold(came.Length == wanted.Length, () => $"expected {wanted.Length} numbers{On(on)}, and got {(came.Length > wanted.Length ? "more" : $"{came.Length}")}.", because);
        int wrong = Enumerable.Range(0, wanted.Length).FirstOrDefault(i => !Near(came[i], wanted[i], tolerance), -1);
        Hold(wrong < 0, () => $"{Expected(Brief.Of(wanted[wrong]), tolerance)} at place {wrong}{On(on)}, and got {Brief.Of(came[wrong])}{Off(came[wrong], wanted[wrong])}.", because);
    }

    /// <summary>Asks that two tensors agree in shape and in every number.</summary>
    public void Close(Tensor actual, Tensor expected, double tolerance = 1e-5, string? on = null, string? because = null)
    {
        ArgumentNullException.ThrowIfNull(expected);
        Shape(actual, expected.Shape, on, because);
        double[] came = actual.Detach().ToArray<double>();
        double[] wanted = expected.Detach().ToArray<double>();
        int worst = Enumerable.Range(0, wanted.Length).Where(i => !Near(came[i], wanted[i], tolerance)).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? 0 : Distance(came[i], wanted[i]));
        int count = worst < 0 ? 0 : Enumerable.Range(0, wanted.Length).Count(i => !Near(came[i], wanted[i], tolerance));
        Hold(
            worst < 0,
            () => $"{Expected(Brief.Of(wanted[worst]), tolerance)} at [{string.Join(", ", Ops.Positions.Of(worst, expected.Shape))}]{On(on)}, and got {Brief.Of(came[worst])}{Off(came[worst], wanted[worst])}; {count:N0} of {wanted.Length:N0} numbers differ, this one the most.",
            because);
    }

    /// <summary>Asks that two values are equal.</summary>
    public void Equal<T>(T actual, T expected, string? on = null, string? because = null) =>
        Hold(EqualityComparer<T>.Default.Equals(actual, expected), () => $"expected {Brief.Of(expected)}{On(on)}, and got {Brief.Of(actual)}.", because);

    /// <summary>Asks that something holds; the message says what should.</summary>
    public void That(bool holds, string message) => Hold(holds, () => message, null);

    /// <summary>Asks that a tensor has a shape.</summary>
    public void Shape(Tensor actual, Shape expected, string? on = null, string? because = null)
    {
        Hold(actual is not null, () => $"expected a tensor of shape {expected}{On(on)}, and got null.", because);
        Hold(actual!.Shape == expected, () => $"expected the shape {expected}{On(on)}, and got {actual.Shape}{(actual.Count == expected.Count ? "; the count fits, so think of Reshape or a transpose" : string.Empty)}.", because);
    }

    /// <summary>Asks that a tensor holds a kind of number.</summary>
    public void Kind(Tensor actual, DType expected, string? on = null, string? because = null)
    {
        Hold(actual is not null, () => $"expected a tensor of {expected}{On(on)}, and got null.", because);
        Hold(actual!.DType == expected, () => $"expected numbers of kind {expected}{On(on)}, and got {actual.DType}; To(DType.{expected}) casts.", because);
    }

    /// <summary>Shows a picture with the result, whatever it is.</summary>
    public void Picture(Figure picture) => Shown = picture;

    private static bool Near(double actual, double expected, double tolerance) =>
        actual.Equals(expected) || Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected));

    private static double Distance(double actual, double expected) => double.IsNaN(actual - expected) ? double.PositiveInfinity : Math.Abs(actual - expected);

    private static string Expected(string value, double tolerance) => tolerance == 0 ? $"expected exactly {value}" : $"expected {value} (within {NumberText.Short(tolerance)})";

    private static string On(string? input) => string.IsNullOrEmpty(input) ? string.Empty : $" for {Brief.Message(input)}";

    // The commonest slips have a shape of their own, and naming them teaches more than the difference.
    private static string Off(double actual, double expected) =>
        double.IsNaN(actual) ? " (not a number: is something divided by 0, or the logarithm of a negative taken?)"
        : double.IsInfinity(actual) ? " (it overflowed)"
        : expected != 0 && Near(actual, -expected, 1e-9) ? " (the sign is the other way round)"
        : string.Empty;

    private void Hold(bool holds, Func<string> message, string? because)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (!holds)
        {
            string text = message();
            text = char.ToUpperInvariant(text[0]) + text[1..];
            throw new CheckFailedException(Brief.Message(string.IsNullOrEmpty(because) ? text : $"{text} {because}"));
        }

        Held++;
    }
}
