using System.Text.RegularExpressions;

namespace NotebookKit.Checks;

/// <summary>Defines the checks of a notebook, a class library or a file beside the notebook.</summary>
/// <remarks>
/// <code>
/// Check.Define("sigmoid", points: 2,
///     hints: ["What is e^0?", "Divide 1 by 1 + e^-x."],
///     test: t =>
///     {
///         var sigmoid = t.Student&lt;Func&lt;double, double&gt;&gt;("Sigmoid");
///         t.Close(sigmoid(0), 0.5, on: "x = 0");
///         t.Rises([-2, -1, 0, 1, 2], sigmoid);
///     });
/// </code>
/// <see cref="CheckTest.Student{T}"/> asks the session for the student's newest definition each time. A lambda that names
/// the function directly keeps the one that stood there when the cell with the check ran.
/// </remarks>
public static partial class Check
{
    /// <summary>Adds a check to those of this session, or replaces the one of that name.</summary>
    /// <param name="name">What <c>#!check</c> calls it: letters, digits, '-', '_' and '.'.</param>
    /// <param name="test">Asks for what must hold.</param>
    /// <param name="points">What passing earns, 0 or more.</param>
    /// <param name="title">What it is about, in a few words.</param>
    /// <param name="hints">Help in steps.</param>
    /// <param name="success">What a reader is told who passed.</param>
    /// <param name="seconds">The longest it may take.</param>
    /// <param name="seed">The seed of its random numbers.</param>
    /// <exception cref="ArgumentException">The name, the points or the time limit cannot be.</exception>
    public static CheckDefinition Define(
        string name, Action<CheckTest> test, double points = 1, string? title = null, IReadOnlyList<string>? hints = null, string? success = null, double seconds = 10, long seed = 20_26)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (name is null || !NamePattern().IsMatch(name))
        {
            throw new ArgumentException($"Check.Define: the name is '{name}'; use 1 to 64 letters, digits, '-', '_' or '.', for it is written after #!check.", nameof(name));
        }

        if (!(points >= 0) || !double.IsFinite(points) || !(seconds > 0) || !(seconds <= 600))
        {
            throw new ArgumentException($"Check.Define: {name} has {points} points and {seconds} seconds; points are 0 or more, seconds above 0 and at most 600.");
        }

        CheckDefinition check = new(name, test)
        {
            Title = title ?? name,
            Points = points,
            Hints = hints is null ? [] : [.. hints],
            Success = success ?? string.Empty,
            TimeLimit = TimeSpan.FromSeconds(seconds),
            Seed = seed,
        };
        CheckBook.Session.Add(check);
        return check;
    }

    /// <summary>What the checks of a name have earned when they last ran, those of <c>NAME.anything</c> too: the points of an exercise, as the last line of a graded cell.</summary>
    /// <param name="name">The name of a check, or the part before the dot that several share.</param>
    /// <exception cref="ArgumentException">No check of that name is defined.</exception>
    public static double Earned(string name)
    {
        CheckDefinition[] of = [.. CheckBook.Session.Checks.Where(check => string.Equals(check.Name, name, StringComparison.OrdinalIgnoreCase) || check.Name.StartsWith($"{name}.", StringComparison.OrdinalIgnoreCase))];
        return of.Length > 0
            ? of.Sum(check => CheckBook.Session.ResultOf(check.Name)?.Points ?? 0)
            : throw new ArgumentException($"Check.Earned: there is no check '{name}' or '{name}.something'; define it first, and run it with #!check.", nameof(name));
    }

    [GeneratedRegex(@"^[\w.\-]{1,64}\z")]
    private static partial Regex NamePattern();
}
