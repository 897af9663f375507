using System.Runtime.CompilerServices;

namespace NotebookKit.Optimizers;

/// <summary>Checks the constants of a method when they are set, so that a wrong one is named at once.</summary>
internal static class Setting
{
    /// <summary>A finite number of 0 or more.</summary>
    public static double NotNegative(object method, double value, [CallerMemberName] string name = "") =>
        Checked(method, value, double.IsFinite(value) && value >= 0, "0 or more", name);

    /// <summary>A finite number above 0.</summary>
    public static double Positive(object method, double value, [CallerMemberName] string name = "") =>
        Checked(method, value, double.IsFinite(value) && value > 0, "above 0", name);

    /// <summary>A share that stays: 0 to less than 1.</summary>
    public static double Share(object method, double value, [CallerMemberName] string name = "") =>
        Checked(method, value, value is >= 0 and < 1, "from 0 to less than 1", name);

    /// <summary>A factor that shrinks: above 0 and at most 1.</summary>
    public static double Factor(object method, double value, [CallerMemberName] string name = "") =>
        Checked(method, value, value is > 0 and <= 1, "above 0 and at most 1", name);

    /// <summary>A count of <paramref name="least"/> or more.</summary>
    public static int Count(object method, int value, int least = 1, [CallerMemberName] string name = "") => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{method.GetType().Name}: {name} is {least} or more.");

    /// <summary>A method's name with its constants: every public number, switch or choice of the class, and what it is built of.</summary>
    public static string Text(object method, string? name = null)
    {
        IEnumerable<string> constants = method.GetType().GetProperties()
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0
                && (property.PropertyType == typeof(double) || property.PropertyType == typeof(int) || property.PropertyType == typeof(bool)
                    || property.PropertyType.IsEnum || property.PropertyType == typeof(LineSearch)))
            .Select(property => (property.Name, Value: property.GetValue(method)))
            .Where(constant => constant.Value is not null)
            .Select(constant => $"{constant.Name} {constant.Value}");
        return $"{name ?? method.GetType().Name}({string.Join(", ", constants)})";
    }

    private static double Checked(object method, double value, bool isRight, string range, string name) => isRight
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{method.GetType().Name}: {name} is a number {range}.");
}
