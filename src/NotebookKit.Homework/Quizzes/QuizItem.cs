using System.Globalization;

namespace NotebookKit.Homework.Quizzes;

/// <summary>A question of a quiz with its answer; the answer was computed when the question was made.</summary>
/// <param name="Text">The question, markdown.</param>
public abstract record QuizItem(string Text)
{
    /// <summary>Its name within the quiz, such as <c>params</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The rows of the course's map of systems that it asks about.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>What it is worth.</summary>
    public decimal Points { get; init; } = 1;

    /// <summary>The way to the answer, for the teacher; markdown, may be empty.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>The kind in a word: <c>number</c>, <c>choice</c>, <c>choices</c> or <c>text</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The answer in words, as the teacher's page shows it.</summary>
    public abstract string AnswerText { get; }

    /// <summary>What a student is told about the form of the answer.</summary>
    public abstract string Form { get; }

    /// <summary>The letter of an option: a, b, c, ....</summary>
    public static char Letter(int option) => (char)('a' + option);
}

/// <summary>A question whose answer is a number.</summary>
/// <param name="Text">The question.</param>
/// <param name="Answer">The number.</param>
/// <param name="Tolerance">How far off an answer may be; 0 for whole numbers.</param>
public sealed record NumberItem(string Text, double Answer, double Tolerance) : QuizItem(Text)
{
    /// <summary>The number.</summary>
    public double Answer { get; } = double.IsFinite(Answer) ? Answer : throw new ArgumentException($"NumberItem: the answer is {Answer}, which nobody can write down.", nameof(Answer));

    /// <summary>How far off an answer may be.</summary>
    public double Tolerance { get; } = Tolerance >= 0 ? Tolerance : throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "NumberItem: a tolerance is 0 or more.");

    /// <inheritdoc/>
    public override string Kind => "number";

    /// <summary>The answer with as many digits as its tolerance makes sense of.</summary>
    public override string AnswerText => Answer.ToString(Tolerance == 0 ? "0.##########" : $"0.{new string('#', Math.Max(1, (int)Math.Ceiling(-Math.Log10(Tolerance)) + 1))}", CultureInfo.InvariantCulture) switch { "-0" => "0", var text => text };

    /// <inheritdoc/>
    public override string Form => Tolerance == 0 ? "a whole number or an exact decimal" : string.Create(CultureInfo.InvariantCulture, $"a number, right to ±{Tolerance:0.######}");

    /// <summary>Whether a number is near enough.</summary>
    public bool IsRight(double number) => Math.Abs(number - Answer) <= Tolerance + (1e-9 * Math.Max(1, Math.Abs(Answer)));

    /// <summary>A question whose answer is a whole number or a short decimal, without tolerance.</summary>
    public static NumberItem Exact(string text, double answer) => new(text, Math.Round(answer, 9), 0);

    /// <summary>A question that asks for so many decimals; the last of them may be off by one.</summary>
    public static NumberItem To(int decimals, string text, double answer) => new($"{text} Give {decimals} decimals.", answer, Math.Pow(10, -decimals));
}

/// <summary>A question with one right option.</summary>
/// <param name="Text">The question.</param>
/// <param name="Options">The options, at least two.</param>
/// <param name="Right">The number of the right one, from 0.</param>
public sealed record ChoiceItem(string Text, IReadOnlyList<string> Options, int Right) : QuizItem(Text)
{
    /// <inheritdoc/>
    public override string Kind => "choice";

    /// <inheritdoc/>
    public override string AnswerText => $"{Letter(Right)}) {Options[Right]}";

    /// <inheritdoc/>
    public override string Form => "one letter";

    /// <summary>A question with the right option among wrong ones, in an order that the draw decides.</summary>
    /// <exception cref="ArgumentException">Two options are equal: then two letters would be right.</exception>
    public static ChoiceItem Of(Draw draw, string text, string right, params IReadOnlyList<string> wrong)
    {
        ArgumentNullException.ThrowIfNull(draw);
        string[] all = [right, .. wrong];
        if (all.Length < 2 || all.Distinct(StringComparer.Ordinal).Count() < all.Length)
        {
            throw new ArgumentException($"ChoiceItem: takes at least two different options, and these are {string.Join(" | ", all)}.", nameof(wrong));
        }

        var order = draw.Order(all.Length);
        return new(text, [.. order.Select(i => all[i])], Array.IndexOf(order, 0));
    }

    /// <summary>A question with options in the order given, such as yes and no, or layers from first to last.</summary>
    public static ChoiceItem InOrder(string text, int right, params IReadOnlyList<string> options) => new(text, options, right);
}

/// <summary>A question with several right options, or none.</summary>
/// <param name="Text">The question.</param>
/// <param name="Options">The options.</param>
/// <param name="Right">The numbers of the right ones, from 0, rising.</param>
public sealed record ChoicesItem(string Text, IReadOnlyList<string> Options, IReadOnlyList<int> Right) : QuizItem(Text)
{
    /// <inheritdoc/>
    public override string Kind => "choices";

    /// <inheritdoc/>
    public override string AnswerText => Right.Count == 0 ? "none" : string.Join("; ", Right.Select(i => $"{Letter(i)}) {Options[i]}"));

    /// <inheritdoc/>
    public override string Form => "all letters that are right, such as a, c; or none";

    /// <summary>A question whose right options a predicate finds, in the order given.</summary>
    public static ChoicesItem Where<T>(string text, IReadOnlyList<T> things, Func<T, string> say, Func<T, bool> isRight)
    {
        ArgumentNullException.ThrowIfNull(things);
        return new(text, [.. things.Select(say)], [.. Enumerable.Range(0, things.Count).Where(i => isRight(things[i]))]);
    }
}

/// <summary>A question whose answer is a word or a few.</summary>
/// <param name="Text">The question.</param>
/// <param name="Accepted">The answers that count as right, the model answer first; case, hyphens and punctuation do not matter.</param>
public sealed record TextItem(string Text, IReadOnlyList<string> Accepted) : QuizItem(Text)
{
    /// <inheritdoc/>
    public override string Kind => "text";

    /// <inheritdoc/>
    public override string AnswerText => Accepted[0] + (Accepted.Count > 1 ? $" (also: {string.Join(", ", Accepted.Skip(1))})" : "");

    /// <inheritdoc/>
    public override string Form => "a word or a few";
}
