using System.Globalization;
using NotebookKit.Tests.Training;

namespace NotebookKit.Tests;

/// <summary>What the test program does when a test starts it as a child.</summary>
public static class ChildProgram
{
    public static int Main(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments is ["train", var folder, var most])
        {
            ChildTraining.Run(folder, int.Parse(most, CultureInfo.InvariantCulture));
            return 0;
        }

        Console.Error.WriteLine("usage: train FOLDER UPDATES");
        return 3;
    }
}
