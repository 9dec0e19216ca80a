"""Small matrices as lists of rows: elimination and least squares."""

import math


class LinAlgError(Exception):
    """What linear algebra can't do."""

    __module__ = "numpy.linalg"


def identity(size):
    """The rows of the matrix that changes nothing."""
    return [[float(row == column) for column in range(size)] for row in range(size)]


def _eliminated(matrix, sides):
    """Upper triangle by elimination with the largest pivots; changes its arguments.

    Returns the sign of the row exchanges, 0 where a pivot is missing.
    """
    size, sign = len(matrix), 1.0
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(matrix[row][column]))
        if matrix[best][column] == 0:
            return 0.0
        if best != column:
            matrix[best], matrix[column] = matrix[column], matrix[best]
            sides[best], sides[column] = sides[column], sides[best]
            sign = -sign
        pivot = matrix[column]
        inverse = 1.0 / pivot[column]
        for row in range(column + 1, size):
            factor = matrix[row][column] * inverse
            if factor == 0:
                continue
            line = matrix[row]
            for k in range(column, size):
                line[k] -= factor * pivot[k]
            side, other = sides[row], sides[column]
            for k in range(len(side)):
                side[k] -= factor * other[k]
    return sign


def _back(matrix, sides):
    """Solves an upper triangle; changes the right-hand sides."""
    for row in range(len(matrix) - 1, -1, -1):
        line, side = matrix[row], sides[row]
        for k in range(len(side)):
            total = side[k]
            for column in range(row + 1, len(matrix)):
                total -= line[column] * sides[column][k]
            side[k] = total / line[row]
    return sides


def solved(matrix, sides):
    """x with matrix @ x = sides. Raises LinAlgError for a singular matrix."""
    matrix, sides = [list(row) for row in matrix], [list(row) for row in sides]
    if _eliminated(matrix, sides) == 0 and matrix:
        raise LinAlgError("Singular matrix")
    return _back(matrix, sides)


def sign_and_logarithm(matrix):
    """Sign of the determinant, and the logarithm of its size from those of the pivots."""
    matrix = [list(row) for row in matrix]
    sign, logarithm = _eliminated(matrix, [[] for _ in matrix]), 0.0
    if sign == 0:
        return 0.0, -math.inf
    for place, row in enumerate(matrix):
        sign = math.copysign(sign, sign * row[place])
        logarithm += math.log(abs(row[place]))
    return sign, logarithm


def least_squares(matrix, sides):
    """x with the smallest matrix @ x - sides by reflections, and the squared residuals.

    Raises LinAlgError where the columns depend on one another.
    """
    matrix, sides = [list(row) for row in matrix], [list(row) for row in sides]
    rows, columns = len(matrix), len(matrix[0])
    largest = max((abs(value) for row in matrix for value in row), default=0.0)
    for column in range(columns):
        length = math.hypot(*(matrix[row][column] for row in range(column, rows)))
        if length <= largest * rows * 2.2e-16:
            raise LinAlgError("Backflow's numpy has lstsq only for independent columns")
        head = matrix[column][column]
        mirror = [matrix[row][column] for row in range(column, rows)]
        mirror[0] += math.copysign(length, head)
        scale = sum(value * value for value in mirror)
        for table in (matrix, sides):
            for k in range(len(table[0])):
                share = sum(value * table[column + i][k] for i, value in enumerate(mirror))
                share *= 2 / scale
                for i, value in enumerate(mirror):
                    table[column + i][k] -= share * value
    upper, right = matrix[:columns], sides[:columns]
    residuals = [sum(row[k] ** 2 for row in sides[columns:]) for k in range(len(sides[0]))]
    return _back(upper, right), residuals
