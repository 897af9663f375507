namespace NotebookKit.Data;

/// <summary>Somebody who asks a bank for a loan.</summary>
/// <param name="Age">Years.</param>
/// <param name="Gender">As the lecture's table has it: male or female.</param>
/// <param name="AnnualSalary">New Taiwan dollars.</param>
/// <param name="YearsInResidence">Years at the address.</param>
/// <param name="YearsInJob">Years in the job.</param>
/// <param name="Debt">New Taiwan dollars.</param>
public sealed record CreditApplicant(int Age, string Gender, double AnnualSalary, double YearsInResidence, double YearsInJob, double Debt)
{
    /// <summary>The applicant of lecture S2 L1.</summary>
    public static CreditApplicant OfTheLecture { get; } = new(23, "female", 1_000_000, 1, 0.5, 200_000);
}

/// <summary>Made-up applicants for a loan, the three of lecture S2 L2 first: who gets one is a linear rule, so that a perceptron can find it.</summary>
/// <remarks>
/// Columns as on the slide: age, gender (1 male, 2 female), debt and salary, in thousands. The rule behind the labels is ours:
/// a loan is given where ten salaries are above the debt; age and gender do not matter. No applicant lies within 200 of the rule.
/// </remarks>
public static class CreditApplicants
{
    private const double Gap = 200;

    /// <summary>Makes applicants.</summary>
    /// <param name="count">How many, at least the lecture's three.</param>
    /// <param name="rng">Where they come from; the session's generator when null.</param>
    public static TableArrays Make(int count = 200, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 3);
        rng ??= Rng.Current;
        List<double> values = [25, 1, 25, 100, 22, 2, 18, 80, 65, 1, 3000, 200];
        List<double> targets = [1, 1, 0];
        while (targets.Count < count)
        {
            (double age, double gender, double debt, double salary) = (18 + rng.Next(53), 1 + rng.Next(2), rng.Next(3501), 20 + rng.Next(281));
            double rule = (10 * salary) - debt;
            if (Math.Abs(rule) >= Gap)
            {
                values.AddRange([age, gender, debt, salary]);
                targets.Add(rule > 0 ? 1 : 0);
            }
        }

        return new([.. values], count, 4, ["age (years)", "gender", "debt (thousand)", "salary (thousand)"], [.. targets], ["deny", "approve"])
        {
            Categories = new Dictionary<string, string[]> { ["gender"] = ["", "male", "female"] },
        };
    }
}
